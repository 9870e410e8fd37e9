#ifndef CHAFF_PANELS_H
#define CHAFF_PANELS_H
#include "CKernels.h"
#include "clones.h"

// Products of a few rows with panels of 32 columns, as recurrent layers make them at every step, by fused multiply-adds. Each
// result is summed in the order of k, whatever the number of rows is: a row does not depend on its company.

enum { CK_PANEL_ROWS = 8, CK_PANELS_OF_A_ROW = 4 };

// `rows` × `panels` · 32 results stay in registers; both are constants where this is inlined, and one of them is 1. A single row
// takes several panels at a time, for a sum waits for the one before it.
CK_INLINE void ck_panel_tile(const int rows, const int panels, const float *x, ptrdiff_t x_row, const float *panel,
                             ptrdiff_t k, ck_lanes sums[CK_PANEL_ROWS][2]) {
  for (ptrdiff_t i = 0; i < k; ++i)
    for (int p = 0; p < panels; ++p) {
      const float *w = panel + (p * k + i) * CK_PANEL_WIDTH;
      ck_lanes left = *(const ck_lanes *)w, right = *(const ck_lanes *)(w + CK_LANES);
      for (int r = 0; r < rows; ++r) {
        ck_lanes factor = x[r * x_row + i];
        sums[r + p][0] = __builtin_elementwise_fma(factor, left, sums[r + p][0]);
        sums[r + p][1] = __builtin_elementwise_fma(factor, right, sums[r + p][1]);
      }
    }
}

// One row of a panel's results.
CK_INLINE void ck_store_panel(const ck_lanes sums[2], float *to, ptrdiff_t columns, int adds) {
  if (columns >= CK_PANEL_WIDTH) {
    for (int v = 0; v < 2; ++v) {
      ck_lanes *place = (ck_lanes *)(to + v * CK_LANES);
      *place = adds ? *place + sums[v] : sums[v];
    }
  } else {
    for (int c = 0; c < columns; ++c) {
      float sum = sums[c / CK_LANES][c % CK_LANES];
      to[c] = adds ? to[c] + sum : sum;
    }
  }
}

CK_INLINE void ck_panel_rows(const int rows, const float *x, ptrdiff_t x_row, const float *panels, float *y,
                             ptrdiff_t y_row, ptrdiff_t k, ptrdiff_t n, int adds) {
  for (ptrdiff_t c = 0; c < n; c += CK_PANEL_WIDTH) {
    ck_lanes sums[CK_PANEL_ROWS][2] = {{0}};
    ck_panel_tile(rows, 1, x, x_row, panels + c * k, k, sums);
    for (int r = 0; r < rows; ++r) ck_store_panel(sums[r], y + r * y_row + c, n - c, adds);
  }
}

CK_INLINE void ck_panel_row(const float *x, const float *panels, float *y, ptrdiff_t k, ptrdiff_t n, int adds) {
  const ptrdiff_t width = CK_PANELS_OF_A_ROW * CK_PANEL_WIDTH;
  ptrdiff_t c = 0;
  for (; c + width <= n; c += width) {
    ck_lanes sums[CK_PANEL_ROWS][2] = {{0}};
    ck_panel_tile(1, CK_PANELS_OF_A_ROW, x, 0, panels + c * k, k, sums);
    for (int p = 0; p < CK_PANELS_OF_A_ROW; ++p) ck_store_panel(sums[p], y + c + p * CK_PANEL_WIDTH, CK_PANEL_WIDTH, adds);
  }
  ck_panel_rows(1, x, 0, panels + c * k, y + c, 0, k, n - c, adds);
}

CK_INLINE void ck_panel_product_inline(const float *x, ptrdiff_t x_row, const float *panels, float *y, ptrdiff_t y_row,
                                       ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, int adds) {
  ptrdiff_t r = 0;
#define ROWS(count) ck_panel_rows(count, x + r * x_row, x_row, panels, y + r * y_row, y_row, k, n, adds)
  for (; r + CK_PANEL_ROWS <= m; r += CK_PANEL_ROWS) ROWS(CK_PANEL_ROWS);
  switch (m - r) {
    case 7: ROWS(7); break;
    case 6: ROWS(6); break;
    case 5: ROWS(5); break;
    case 4: ROWS(4); break;
    case 3: ROWS(3); break;
    case 2: ROWS(2); break;
    case 1: ck_panel_row(x + r * x_row, panels, y + r * y_row, k, n, adds); break;
    default: break;
  }
#undef ROWS
}

#endif
