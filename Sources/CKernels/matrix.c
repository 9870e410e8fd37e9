#include "panels.h"

ptrdiff_t ck_panel_count(ptrdiff_t k, ptrdiff_t n) {
  return (n + CK_PANEL_WIDTH - 1) / CK_PANEL_WIDTH * CK_PANEL_WIDTH * k;
}

void ck_pack_panels(const float *w, ptrdiff_t k_step, ptrdiff_t n_step, ptrdiff_t k, ptrdiff_t n, float *panels) {
  for (ptrdiff_t c = 0; c < n; c += CK_PANEL_WIDTH) {
    ptrdiff_t columns = ck_least(CK_PANEL_WIDTH, n - c);
    for (ptrdiff_t i = 0; i < k; ++i, panels += CK_PANEL_WIDTH) {
      for (ptrdiff_t j = 0; j < columns; ++j) panels[j] = w[i * k_step + (c + j) * n_step];
      for (ptrdiff_t j = columns; j < CK_PANEL_WIDTH; ++j) panels[j] = 0.0f;
    }
  }
}

CK_CLONES void ck_panel_product(const float *x, ptrdiff_t x_row, const float *panels, float *y, ptrdiff_t y_row,
                                ptrdiff_t m, ptrdiff_t k, ptrdiff_t n, bool adds) {
  ck_panel_product_inline(x, x_row, panels, y, y_row, m, k, n, adds);
}
