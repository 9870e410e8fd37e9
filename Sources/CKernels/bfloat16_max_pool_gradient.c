#define ELEMENTS_ARE_BFLOAT16 1
#include "max_pool_gradient_of_elements.h"
