#include "fused_panels.h"

typedef ck_blocks_shape shape_t;

// A row of the source times one row of taps is a row of the result, whole: [width, C]·[C, block·O].
static ptrdiff_t row_columns(const shape_t *s) { return s->block[2] * s->results; }

static ptrdiff_t row_weights(const shape_t *s) { return ck_panel_count(s->channels, row_columns(s)); }

size_t ck_blocks_weight_count(const shape_t *s) { return (size_t)(s->block[0] * s->block[1] * row_weights(s)); }

void ck_blocks_pack_weights(const shape_t *s, const float *weights, float *packed) {
  ptrdiff_t rows = s->block[0] * s->block[1], taps = rows * s->block[2];
  for (ptrdiff_t row = 0; row < rows; ++row)
    for (ptrdiff_t column = 0; column < row_columns(s); ++column)
      for (ptrdiff_t c = 0; c < s->channels; ++c) {
        ptrdiff_t tap = row * s->block[2] + column / s->results, o = column % s->results;
        packed[row * row_weights(s) + (column / CK_PANEL_WIDTH * s->channels + c) * CK_PANEL_WIDTH
               + column % CK_PANEL_WIDTH] = weights[(c * s->results + o) * taps + tap];
      }
}

size_t ck_blocks_bias_count(const shape_t *s) { return (size_t)ck_panel_count(1, row_columns(s)); }

void ck_blocks_pack_bias(const shape_t *s, const float *bias, float *packed) {
  for (ptrdiff_t i = 0; i < (ptrdiff_t)ck_blocks_bias_count(s); ++i)
    packed[i] = bias && i < row_columns(s) ? bias[i % s->results] : 0.0f;
}

ptrdiff_t ck_blocks_piece_count(const shape_t *s) { return s->batch * s->source[0] * s->source[1]; }

// Columns that are neighbours in the panel and in the result: a panel, or what is left of it or of an element of the result.
CK_INLINE ptrdiff_t run_of(const shape_t *s, ptrdiff_t column) {
  ptrdiff_t run = ck_least(CK_PANEL_WIDTH - column % CK_PANEL_WIDTH, row_columns(s) - column);
  return s->place == s->results ? run : ck_least(run, s->results - column % s->results);
}

// One row of the source times one row of taps.
CK_INLINE void fill_row(const shape_t *s, const float *x, const float *packed, const float *bias, float *y) {
  ptrdiff_t columns = row_columns(s);
  for (ptrdiff_t column = 0, run; column < columns; column += run) {
    run = run_of(s, column);
    ptrdiff_t inside = column % CK_PANEL_WIDTH, at = column / s->results * s->place + column % s->results;
    const struct ck_terms terms = {
        .count = 1, .depth = s->channels, .x_row = s->channels, .x = {x},
        .panel = {packed + (column - inside) * s->channels + inside}};
    const struct ck_target target = {
        .start = bias + column,
        .activation = s->activation,
        .y = y + at,
        .y_row = s->block[2] * s->place,
        .columns = run,
    };
    ck_fused_rows(&terms, s->source[2], &target);
  }
}

CK_CLONES void ck_blocks(const shape_t *s, const float *x, const float *packed, const float *bias, float *y,
                         ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t height = s->source[1], line = s->source[2] * s->block[2] * s->place;
  for (ptrdiff_t i = begin; i < end; ++i)
    for (ptrdiff_t a = 0; a < s->block[0]; ++a)
      for (ptrdiff_t b = 0; b < s->block[1]; ++b) {
        ptrdiff_t plane = i / height * s->block[0] + a, row = i % height * s->block[1] + b;
        fill_row(s, x + i * s->source[2] * s->channels, packed + (a * s->block[1] + b) * row_weights(s), bias,
                 y + (plane * height * s->block[1] + row) * line);
      }
}
