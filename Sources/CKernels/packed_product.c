#include <string.h>

#include "fused_panels.h"

// Rows of a piece: a panel stays in the second-level cache while they are multiplied with it.
enum { PIECE_ROWS = 4 * CK_MOST_ROWS };

ptrdiff_t ck_packed_piece_count(ptrdiff_t m, ptrdiff_t n) {
  return ck_ceiling(n, CK_PANEL_WIDTH) * ck_ceiling(m, PIECE_ROWS);
}

// The last columns of a matrix whose number of them is not one of whole quarters of a vector.
CK_INLINE void odd_columns(const struct ck_terms *terms, ptrdiff_t rows, ptrdiff_t columns, float *y, ptrdiff_t y_row) {
  float whole[PIECE_ROWS * CK_PANEL_WIDTH];
  const struct ck_target target = {.y = whole, .y_row = CK_PANEL_WIDTH, .columns = ck_ceiling(columns, 4) * 4};
  ck_fused_rows(terms, rows, &target);
  for (ptrdiff_t r = 0; r < rows; ++r)
    memcpy(y + r * y_row, whole + r * CK_PANEL_WIDTH, (size_t)columns * sizeof *y);
}

CK_CLONES void ck_packed_product(const float *x, const float *panels, float *y, ptrdiff_t m, ptrdiff_t k, ptrdiff_t n,
                                 ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t blocks = ck_ceiling(m, PIECE_ROWS);
  for (ptrdiff_t piece = begin; piece < end; ++piece) {
    ptrdiff_t column = piece / blocks * CK_PANEL_WIDTH, row = piece % blocks * PIECE_ROWS;
    ptrdiff_t rows = ck_least(PIECE_ROWS, m - row), columns = ck_least(CK_PANEL_WIDTH, n - column);
    const struct ck_terms terms = {.count = 1, .depth = k, .x_row = k, .x = {x + row * k}, .panel = {panels + column * k}};
    const struct ck_target target = {.y = y + row * n + column, .y_row = n, .columns = columns};
    if (columns % 4) odd_columns(&terms, rows, columns, target.y, n);
    else ck_fused_rows(&terms, rows, &target);
  }
}
