#ifndef CHAFF_PANELS_H
#define CHAFF_PANELS_H
#include "CKernels.h"
#include "clones.h"

// `rows` × 32 results stay in registers; `rows` is a constant where this is inlined.
CK_INLINE void ck_panel_tile(const int rows, const float *x, ptrdiff_t x_row, const float *panel, ptrdiff_t k,
                             ck_lanes sums[4][2]) {
  for (ptrdiff_t i = 0; i < k; ++i) {
    ck_lanes left = *(const ck_lanes *)(panel + i * CK_PANEL_WIDTH);
    ck_lanes right = *(const ck_lanes *)(panel + i * CK_PANEL_WIDTH + CK_LANES);
    for (int r = 0; r < rows; ++r) {
      sums[r][0] += x[r * x_row + i] * left;
      sums[r][1] += x[r * x_row + i] * right;
    }
  }
}

CK_INLINE void ck_store_tile(const int rows, const ck_lanes sums[4][2], float *y, ptrdiff_t y_row, ptrdiff_t columns,
                             int adds) {
  for (int r = 0; r < rows; ++r) {
    float *to = y + r * y_row;
    if (columns == CK_PANEL_WIDTH) {
      for (int v = 0; v < 2; ++v) {
        ck_lanes *place = (ck_lanes *)(to + v * CK_LANES);
        *place = adds ? *place + sums[r][v] : sums[r][v];
      }
    } else {
      for (int c = 0; c < columns; ++c) {
        float sum = sums[r][c / CK_LANES][c % CK_LANES];
        to[c] = adds ? to[c] + sum : sum;
      }
    }
  }
}

CK_INLINE void ck_panel_rows(const int rows, const float *x, ptrdiff_t x_row, const float *panels, float *y,
                             ptrdiff_t y_row, ptrdiff_t k, ptrdiff_t n, int adds) {
  for (ptrdiff_t c = 0; c < n; c += CK_PANEL_WIDTH) {
    ck_lanes sums[4][2] = {{0}};
    ck_panel_tile(rows, x, x_row, panels + c * k, k, sums);
    ck_store_tile(rows, sums, y + c, y_row, ck_least(CK_PANEL_WIDTH, n - c), adds);
  }
}

CK_INLINE void ck_panel_product_inline(const float *x, ptrdiff_t x_row, const float *panels, float *y, ptrdiff_t y_row,
                                       ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, int adds) {
  ptrdiff_t r = 0;
  for (; r + 4 <= m; r += 4) ck_panel_rows(4, x + r * x_row, x_row, panels, y + r * y_row, y_row, k, n, adds);
  switch (m - r) {
    case 3: ck_panel_rows(3, x + r * x_row, x_row, panels, y + r * y_row, y_row, k, n, adds); break;
    case 2: ck_panel_rows(2, x + r * x_row, x_row, panels, y + r * y_row, y_row, k, n, adds); break;
    case 1: ck_panel_rows(1, x + r * x_row, x_row, panels, y + r * y_row, y_row, k, n, adds); break;
    default: break;
  }
}

#endif
