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

// A vector of which `count` lanes matter, read no further than `end`.
CK_INLINE ck_lanes load(const float *from, const float *end, ptrdiff_t count) {
  if (end - from >= CK_LANES) return *(const ck_lanes *)from;
  ck_lanes value = 0.0f;
  for (ptrdiff_t lane = 0; lane < count && lane < CK_LANES; ++lane) value[lane] = from[lane];
  return value;
}

// The points of one tile, zeros beyond the source, to v [36][·][channels].
CK_INLINE void transform_tile(const ck_winograd_shape *s, const float *x, struct place at, ptrdiff_t depth, float *v,
                              ptrdiff_t plane) {
  ptrdiff_t channels = s->channels, height = s->source[1], width = s->source[2];
  ptrdiff_t row = at.row - s->pad_before[1], column = at.column - s->pad_before[2];
  const float *from = x + ((at.sample * s->source[0] + depth) * height * width + row * width + column) * channels;
  const float *end = x + s->batch * s->source[0] * height * width * channels;
  int inside = row >= 0 && column >= 0 && row + CK_TILE <= height && column + CK_TILE <= width;
  for (ptrdiff_t k = 0; k < channels; k += CK_LANES) {
    ck_lanes points[CK_TILE][CK_TILE], line[CK_TILE], along[CK_TILE];
    for (int j = 0; j < CK_TILE; ++j) {
      for (int i = 0; i < CK_TILE; ++i) {
        int there = inside || (row + i >= 0 && row + i < height && column + j >= 0 && column + j < width);
        line[i] = there ? load(from + (i * width + j) * channels + k, end, channels - k) : (ck_lanes)0.0f;
      }
      ck_to_points(line, along);
      for (int i = 0; i < CK_TILE; ++i) points[i][j] = along[i];
    }
    for (int i = 0; i < CK_TILE; ++i) {
      ck_to_points(points[i], along);
      for (int j = 0; j < CK_TILE; ++j) *(ck_lanes *)(v + (i * CK_TILE + j) * plane + k) = along[j];
    }
  }
}

// Where results go, and what is needed for them.
struct results {
  const float *bias, *known;
  float *y;
};

// Results of one tile in the channels of a panel that begins at `first`, from the products m [36][·][32].
CK_INLINE void store_tile(const ck_winograd_shape *s, const float *m, ptrdiff_t plane, struct place at, ptrdiff_t depth,
                          ptrdiff_t first, const struct results *results) {
  ptrdiff_t o = s->results, width = s->result[2];
  ptrdiff_t rows = ck_least(CK_TILE_STEP, s->result[1] - at.row), columns = ck_least(CK_TILE_STEP, width - at.column);
  ptrdiff_t offset = (((at.sample * s->result[0] + depth) * s->result[1] + at.row) * width + at.column) * o + first;
  float *to = results->y + offset;
  const float *known = results->known ? results->known + offset : NULL;
  const float *end = results->known + s->batch * s->result[0] * s->result[1] * width * o;
  ptrdiff_t count = ck_least(CK_PANEL_WIDTH, o - first);
  for (ptrdiff_t k = 0; k < count; k += CK_LANES) {
    ck_lanes half[CK_TILE_STEP][CK_TILE], line[CK_TILE], along[CK_TILE_STEP];
    for (int j = 0; j < CK_TILE; ++j) {
      for (int i = 0; i < CK_TILE; ++i) line[i] = *(const ck_lanes *)(m + (i * CK_TILE + j) * plane + k);
      ck_from_points(line, along);
      for (int i = 0; i < CK_TILE_STEP; ++i) half[i][j] = along[i];
    }
    ck_lanes bias = results->bias ? *(const ck_lanes *)(results->bias + first + k) : (ck_lanes)0.0f;
    for (int i = 0; i < rows; ++i) {
      ck_from_points(half[i], along);
      for (int j = 0; j < columns; ++j) {
        ptrdiff_t place = (i * width + j) * o + k;
        ck_lanes value = ck_activated(along[j] + bias, s->activation);
        if (known) value = ck_gated(value, load(known + place, end, count - k), s->gate);
        ck_store(value, count - k, to + place);
      }
    }
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
