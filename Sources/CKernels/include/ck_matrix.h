#ifndef CHAFF_KERNELS_MATRIX_H
#define CHAFF_KERNELS_MATRIX_H
#include <stdbool.h>
#include <stddef.h>

// ---- Products of a few rows with a matrix packed into panels --------------------------------------------------

// A right matrix [k, n] packed as ⌈n / 32⌉ panels [k, 32], zero beyond n: what one time step of a recurrent layer
// multiplies with. Element (i, j) is read from w[i·k_step + j·n_step].
enum { CK_PANEL_WIDTH = 32 };
ptrdiff_t ck_panel_count(ptrdiff_t k, ptrdiff_t n);  // in floats
void ck_pack_panels(const float *w, ptrdiff_t k_step, ptrdiff_t n_step, ptrdiff_t k, ptrdiff_t n, float *panels);

// y [m, n] = x [m, k]·w, or += ; rows of x and y are x_row and y_row apart. Each result is summed in the order of k,
// whatever m is.
void ck_panel_product(const float *x, ptrdiff_t x_row, const float *panels, float *y, ptrdiff_t y_row, ptrdiff_t m,
                      ptrdiff_t k, ptrdiff_t n, bool adds);

// y [m, n] = x [m, k]·w of any number of rows, by fused multiply-adds: the rows and panels begin ..< end of
// ck_packed_piece_count. A row does not depend on how many there are.
ptrdiff_t ck_packed_piece_count(ptrdiff_t m, ptrdiff_t n);
void ck_packed_product(const float *x, const float *panels, float *y, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n,
                       ptrdiff_t begin, ptrdiff_t end);

#endif
