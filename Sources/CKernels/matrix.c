#include "CKernels.h"
#include "clones.h"

// `rows` × 32 results in registers; `rows` is a constant where this is inlined.
CK_INLINE void product_tile(const int rows, const float *x, ptrdiff_t x_row, const float *w, ptrdiff_t w_row, float *y,
                            ptrdiff_t y_row, ptrdiff_t k, const int adds) {
  ck_lanes sums[4][2];
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < 2; ++v) sums[r][v] = adds ? *(const ck_lanes *)(y + r * y_row + v * CK_LANES) : (ck_lanes)0.0f;
  for (ptrdiff_t i = 0; i < k; ++i) {
    ck_lanes left = *(const ck_lanes *)(w + i * w_row), right = *(const ck_lanes *)(w + i * w_row + CK_LANES);
    for (int r = 0; r < rows; ++r) {
      sums[r][0] += x[r * x_row + i] * left;
      sums[r][1] += x[r * x_row + i] * right;
    }
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < 2; ++v) *(ck_lanes *)(y + r * y_row + v * CK_LANES) = sums[r][v];
}

CK_INLINE void product_rest(const float *x, ptrdiff_t x_row, const float *w, ptrdiff_t w_row, float *restrict y,
                            ptrdiff_t y_row, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, int adds) {
  for (ptrdiff_t r = 0; r < m; ++r) {
    float sums[2 * CK_LANES];
    for (ptrdiff_t c = 0; c < n; ++c) sums[c] = adds ? y[r * y_row + c] : 0.0f;
    for (ptrdiff_t i = 0; i < k; ++i)
      for (ptrdiff_t c = 0; c < n; ++c) sums[c] += x[r * x_row + i] * w[i * w_row + c];
    for (ptrdiff_t c = 0; c < n; ++c) y[r * y_row + c] = sums[c];
  }
}

CK_INLINE void product_columns(const int rows, const float *x, ptrdiff_t x_row, const float *w, ptrdiff_t w_row,
                               float *y, ptrdiff_t y_row, ptrdiff_t k, ptrdiff_t n, int adds) {
  for (ptrdiff_t c = 0; c < n; c += 2 * CK_LANES) {
    if (adds) product_tile(rows, x, x_row, w + c, w_row, y + c, y_row, k, 1);
    else product_tile(rows, x, x_row, w + c, w_row, y + c, y_row, k, 0);
  }
}

CK_CLONES void ck_few_rows_product(const float *x, ptrdiff_t x_row, const float *w, ptrdiff_t w_row, float *y,
                                   ptrdiff_t y_row, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, bool adds) {
  ptrdiff_t whole = n / (2 * CK_LANES) * (2 * CK_LANES);
  for (ptrdiff_t r = 0; r < m; r += 4) {
    const float *from = x + r * x_row;
    float *to = y + r * y_row;
    switch (ck_least(4, m - r)) {
      case 4: product_columns(4, from, x_row, w, w_row, to, y_row, k, whole, adds); break;
      case 3: product_columns(3, from, x_row, w, w_row, to, y_row, k, whole, adds); break;
      case 2: product_columns(2, from, x_row, w, w_row, to, y_row, k, whole, adds); break;
      default: product_columns(1, from, x_row, w, w_row, to, y_row, k, whole, adds); break;
    }
  }
  if (whole < n) product_rest(x, x_row, w + whole, w_row, y + whole, y_row, m, k, n - whole, adds);
}
