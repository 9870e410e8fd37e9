#define ELEMENTS_ARE_BFLOAT16 0
#include "max_pool_gradient_of_elements.h"
