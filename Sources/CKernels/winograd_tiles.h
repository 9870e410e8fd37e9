#ifndef CHAFF_WINOGRAD_TILES_H
#define CHAFF_WINOGRAD_TILES_H
#include "winograd_points.h"

// What both orders of Winograd's algorithm are made of: tiles of 4 × 4 results, transformed, multiplied cell by cell, and
// transformed back. winograd.c goes strip by strip, winograd_shared.c cell by cell.

CK_INLINE ptrdiff_t tile_count(const ck_winograd_shape *s) {
  return s->batch * ck_ceiling(s->result[1], CK_TILE_STEP) * ck_ceiling(s->result[2], CK_TILE_STEP);
}

CK_INLINE ptrdiff_t panel_count(const ck_winograd_shape *s) { return ck_ceiling(s->results, CK_PANEL_WIDTH); }

// Floats of one cell's weights in one panel.
CK_INLINE ptrdiff_t cell_weights(const ck_winograd_shape *s) { return s->kernel_depth * s->channels * CK_PANEL_WIDTH; }

// Floats of a tile in one cell of the transformed input: whole vectors, of which those beyond the channels are not used.
CK_INLINE ptrdiff_t tile_floats(const ck_winograd_shape *s) { return ck_ceiling(s->channels, CK_LANES) * CK_LANES; }

// Floats from one cell of the transformed input to the next; not a multiple of a page, so that the cells of a tile do not
// fall on the same cache lines.
CK_INLINE ptrdiff_t plane_floats(const ck_winograd_shape *s, ptrdiff_t tiles) { return tiles * tile_floats(s) + CK_LANES; }

// The weights of one cell in one panel.
CK_INLINE const float *cell_panel(const ck_winograd_shape *s, const float *packed, ptrdiff_t panel, ptrdiff_t cell) {
  return packed + (panel * CK_TILE_CELLS + cell) * cell_weights(s);
}

// Where a tile's first result is.
struct place {
  ptrdiff_t sample, row, column;
};

CK_INLINE struct place place_of(const ck_winograd_shape *s, ptrdiff_t tile) {
  ptrdiff_t rows = ck_ceiling(s->result[1], CK_TILE_STEP), columns = ck_ceiling(s->result[2], CK_TILE_STEP);
  return (struct place){
      tile / (rows * columns), tile / columns % rows * CK_TILE_STEP, tile % columns * CK_TILE_STEP};
}

// A tile of a part of the source: where its first element is or would be, and which of its rows and columns lie inside the
// source.
struct patch {
  const float *from, *end;
  ptrdiff_t channels, row, column, first_row, past_row, first_column, past_column;
};

CK_INLINE struct patch patch_of(const ck_winograd_shape *s, const ck_winograd_part *part, const float *x,
                                struct place at, ptrdiff_t depth) {
  ptrdiff_t row = at.row - s->pad_before[1], column = at.column - s->pad_before[2];
  return (struct patch){
      .from = x + part->offset + at.sample * part->sample + depth * part->along[0] + row * part->along[1]
          + column * part->along[2],
      .end = x + part->count,
      .channels = part->channels,
      .row = part->along[1],
      .column = part->along[2],
      .first_row = ck_greatest(0, -row),
      .past_row = ck_least(CK_TILE, s->source[1] - row),
      .first_column = ck_greatest(0, -column),
      .past_column = ck_least(CK_TILE, s->source[2] - column),
  };
}

// The points of 16 channels of a tile from channel k on. `is_whole`, a constant where this is inlined, says that all of the
// tile lies inside the source, and all lanes inside the memory.
CK_INLINE void transform_lanes(const struct patch *patch, const int is_whole, ptrdiff_t k, float *v, ptrdiff_t plane) {
  ck_lanes points[CK_TILE][CK_TILE], line[CK_TILE], along[CK_TILE];
  for (int j = 0; j < CK_TILE; ++j) {
    for (int i = 0; i < CK_TILE; ++i) {
      const float *from = patch->from + i * patch->row + j * patch->column + k;
      if (is_whole)
        line[i] = *(const ck_lanes *)from;
      else if (i >= patch->first_row && i < patch->past_row && j >= patch->first_column && j < patch->past_column)
        line[i] = ck_load(from, patch->end, patch->channels - k);
      else
        line[i] = 0.0f;
    }
    ck_to_points(line, along);
    for (int i = 0; i < CK_TILE; ++i) points[i][j] = along[i];
  }
  for (int i = 0; i < CK_TILE; ++i) {
    ck_to_points(points[i], along);
    for (int j = 0; j < CK_TILE; ++j) *(ck_lanes *)(v + (i * CK_TILE + j) * plane + k) = along[j];
  }
}

// The points of one tile of a part, zeros beyond the source, to v [36][·][channels].
CK_INLINE void transform_part(const ck_winograd_shape *s, const ck_winograd_part *part, const float *x, struct place at,
                              ptrdiff_t depth, float *v, ptrdiff_t plane) {
  struct patch patch = patch_of(s, part, x, at, depth);
  ptrdiff_t lanes = ck_ceiling(part->channels, CK_LANES) * CK_LANES;
  const float *past = patch.from + (CK_TILE - 1) * (patch.row + patch.column) + lanes;
  int is_whole = patch.first_row == 0 && patch.past_row == CK_TILE && patch.first_column == 0
      && patch.past_column == CK_TILE && past <= patch.end;
  if (is_whole)
    for (ptrdiff_t k = 0; k < patch.channels; k += CK_LANES) transform_lanes(&patch, 1, k, v, plane);
  else
    for (ptrdiff_t k = 0; k < patch.channels; k += CK_LANES) transform_lanes(&patch, 0, k, v, plane);
}

CK_INLINE void transform_tile(const ck_winograd_shape *s, const float *const *x, struct place at, ptrdiff_t depth,
                              float *v, ptrdiff_t plane) {
  for (ptrdiff_t i = 0; i < s->part_count; v += s->parts[i++].channels)
    transform_part(s, &s->parts[i], x[i], at, depth, v, plane);
}

// Where results go, and what is needed for them.
struct results {
  const float *bias, *known, *known_end;
  float *const *y;
};

// The same for the results of a panel: their bias, the division that they belong to, how many channels that has, and which of
// them is the panel's first.
struct panel_results {
  const float *bias, *known, *known_end;
  float *y;
  ptrdiff_t channels, first;
};

// A panel's results belong to one division: all but the last one's channels are whole panels.
CK_INLINE struct panel_results results_of(const ck_winograd_shape *s, const struct results *results, ptrdiff_t panel) {
  ptrdiff_t channel = panel * CK_PANEL_WIDTH, division = 0;
  const float *bias = results->bias ? results->bias + channel : NULL;
  for (; channel >= s->divisions[division]; ++division) channel -= s->divisions[division];
  return (struct panel_results){
      bias, results->known, results->known_end, results->y[division], s->divisions[division], channel};
}

// Where the results of a tile go, of what extent they are, and how many of their channels.
struct block {
  ptrdiff_t offset, rows, columns, count;
};

// 16 channels of a tile's results from channel k of the block on. With `is_whole`, a constant where this is inlined, the tile
// is not cut, and all lanes are stored.
CK_INLINE void store_lanes(const ck_winograd_shape *s, const int is_whole, const float *m, ptrdiff_t plane,
                           const struct block *block, ptrdiff_t k, ck_lanes bias, const struct panel_results *results) {
  ck_lanes half[CK_TILE_STEP][CK_TILE], line[CK_TILE], along[CK_TILE_STEP];
  for (int j = 0; j < CK_TILE; ++j) {
    for (int i = 0; i < CK_TILE; ++i) line[i] = *(const ck_lanes *)(m + (i * CK_TILE + j) * plane + k);
    ck_from_points(line, along);
    for (int i = 0; i < CK_TILE_STEP; ++i) half[i][j] = along[i];
  }
  for (int i = 0; i < (is_whole ? CK_TILE_STEP : block->rows); ++i) {
    ck_from_points(half[i], along);
    for (int j = 0; j < (is_whole ? CK_TILE_STEP : block->columns); ++j) {
      ptrdiff_t place = block->offset + (i * s->result[2] + j) * results->channels + k, count = block->count - k;
      ck_lanes value = ck_activated(along[j] + bias, s->activation);
      if (results->known && is_whole)
        value = ck_gated(value, *(const ck_lanes *)(results->known + place), s->gate);
      else if (results->known)
        value = ck_gated(value, ck_load(results->known + place, results->known_end, count), s->gate);
      ck_store(value, is_whole ? CK_LANES : count, results->y + place);
    }
  }
}

// Results of one tile in the channels of a panel, from the products m [36][·][32].
CK_INLINE void store_tile(const ck_winograd_shape *s, const float *m, ptrdiff_t plane, struct place at, ptrdiff_t depth,
                          const struct panel_results *results) {
  ptrdiff_t o = results->channels, height = s->result[1], width = s->result[2];
  struct block block = {
      (((at.sample * s->result[0] + depth) * height + at.row) * width + at.column) * o + results->first,
      ck_least(CK_TILE_STEP, height - at.row), ck_least(CK_TILE_STEP, width - at.column),
      ck_least(CK_PANEL_WIDTH, o - results->first)};
  int is_whole = block.rows == CK_TILE_STEP && block.columns == CK_TILE_STEP && block.count % CK_LANES == 0;
  for (ptrdiff_t k = 0; k < block.count; k += CK_LANES) {
    ck_lanes bias = results->bias ? *(const ck_lanes *)(results->bias + k) : (ck_lanes)0.0f;
    if (is_whole)
      store_lanes(s, 1, m, plane, &block, k, bias, results);
    else
      store_lanes(s, 0, m, plane, &block, k, bias, results);
  }
}

// The transformed inputs of some tiles at each depth of the source, one slot for each tap; and the products of a panel.
struct strip {
  ptrdiff_t first, tiles, plane;
  float *ring, *products;
};

CK_INLINE float *slot(const ck_winograd_shape *s, const struct strip *strip, ptrdiff_t depth) {
  return strip->ring + depth % s->kernel_depth * CK_TILE_CELLS * strip->plane;
}

// The products of one cell in one panel. `ahead` is fetched meanwhile, unless it is null: the weights that are next.
CK_INLINE void multiply_cell(const ck_winograd_shape *s, const struct strip *strip, const float *packed,
                             ptrdiff_t panel, int cell, ptrdiff_t depth, const float *ahead) {
  struct ck_terms terms = {.depth = s->channels, .x_row = tile_floats(s), .ahead = ahead};
  for (ptrdiff_t d = 0; d < s->kernel_depth; ++d) {
    ptrdiff_t source = depth - s->pad_before[0] + d;
    if (source < 0 || source >= s->source[0]) continue;
    terms.x[terms.count] = slot(s, strip, source) + cell * strip->plane;
    terms.panel[terms.count++] =
        cell_panel(s, packed, panel, cell) + d * s->channels * CK_PANEL_WIDTH;
  }
  const struct ck_target target = {
      .y = strip->products + cell * strip->tiles * CK_PANEL_WIDTH,
      .y_row = CK_PANEL_WIDTH,
      // Whole vectors, of which store_tile takes what it needs.
      .columns = s->results - panel * CK_PANEL_WIDTH > CK_LANES ? CK_PANEL_WIDTH : CK_LANES,
  };
  if (ahead)
    ck_fused_rows_ahead(&terms, strip->tiles, &target);
  else
    ck_fused_rows(&terms, strip->tiles, &target);
}

#endif
