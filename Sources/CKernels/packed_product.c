#include "fused_panels.h"

// Rows of a piece: a panel stays in the second-level cache while they are multiplied with it.
enum { PIECE_ROWS = 4 * CK_MOST_ROWS };

ptrdiff_t ck_packed_piece_count(ptrdiff_t m, ptrdiff_t n) {
  return ck_ceiling(n, CK_PANEL_WIDTH) * ck_ceiling(m, PIECE_ROWS);
}

CK_CLONES void ck_packed_product(const float *x, const float *panels, float *y, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n,
                                 ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t blocks = ck_ceiling(m, PIECE_ROWS);
  for (ptrdiff_t piece = begin; piece < end; ++piece) {
    ptrdiff_t column = piece / blocks * CK_PANEL_WIDTH, row = piece % blocks * PIECE_ROWS;
    const struct ck_terms terms = {.count = 1, .depth = k, .x_row = k, .x = {x + row * k}, .panel = {panels + column * k}};
    const struct ck_target target = {.y = y + row * n + column, .y_row = n, .columns = ck_least(CK_PANEL_WIDTH, n - column)};
    ck_fused_rows(&terms, ck_least(PIECE_ROWS, m - row), &target);
  }
}
