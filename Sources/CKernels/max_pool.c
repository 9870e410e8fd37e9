#define ELEMENTS_ARE_BFLOAT16 0
#include "max_pool_of_elements.h"
