#ifndef CHAFF_KERNELS_MATRIX_H
#define CHAFF_KERNELS_MATRIX_H
#include <stdbool.h>
#include <stddef.h>

// ---- Small matrix products -----------------------------------------------------------------------------------

// y [m, n] (row stride y_row) = x [m, k]·w [k, n], or += ; rows of x and w are x_row and w_row apart. Made for few rows
// m beside a w that stays in cache (one time step of a recurrent layer): no packing. Sums run in the order of k.
void ck_few_rows_product(const float *x, ptrdiff_t x_row, const float *w, ptrdiff_t w_row, float *y, ptrdiff_t y_row,
                         ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, bool adds);

#endif
