#include <string.h>

#include "winograd_points.h"

typedef ck_winograd_shape shape_t;

// Floats of transformed input that a worker has at a time, beside a panel of results in its second-level cache.
enum { CACHED_FLOATS = 1 << 18, MOST_TILES = 112 };

bool ck_winograd_suits_processor(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return true;
#endif
}

static ptrdiff_t tile_count(const shape_t *s) {
  return s->batch * ck_ceiling(s->result[1], CK_TILE_STEP) * ck_ceiling(s->result[2], CK_TILE_STEP);
}

static ptrdiff_t panel_count(const shape_t *s) { return ck_ceiling(s->results, CK_PANEL_WIDTH); }

// Floats of one cell's weights in one panel.
static ptrdiff_t cell_weights(const shape_t *s) { return s->kernel_depth * s->channels * CK_PANEL_WIDTH; }

// Floats of a tile in one cell of the transformed input: whole vectors, of which those beyond the channels are not used.
static ptrdiff_t tile_floats(const shape_t *s) { return ck_ceiling(s->channels, CK_LANES) * CK_LANES; }

// Floats from one cell of the transformed input to the next; not a multiple of a page, so that the cells of a tile do not
// fall on the same cache lines.
static ptrdiff_t plane_floats(const shape_t *s, ptrdiff_t tiles) { return tiles * tile_floats(s) + CK_LANES; }

// Tiles of a strip: as many as fit, in equal shares.
static ptrdiff_t strip_tiles(const shape_t *s) {
  ptrdiff_t fitting = CACHED_FLOATS / (CK_TILE_CELLS * tile_floats(s) * s->kernel_depth) / CK_MOST_ROWS * CK_MOST_ROWS;
  ptrdiff_t most = ck_least(ck_greatest(fitting, 2 * CK_MOST_ROWS), MOST_TILES);
  ptrdiff_t tiles = tile_count(s), strips = ck_ceiling(tiles, most);
  // Without a first axis to divide, every worker should have as many strips as the others.
  if (s->result[0] == 1) strips = ck_least(ck_ceiling(strips, s->workers) * s->workers, tiles);
  return ck_ceiling(tiles, strips);
}

// Results along the first axis in one piece: pieces begin by transforming inputs that their neighbours transform, too.
static ptrdiff_t piece_depth(const shape_t *s) {
  ptrdiff_t strips = ck_ceiling(tile_count(s), strip_tiles(s)), wanted = 2 * s->workers;
  if (s->result[0] == 1 || strips >= wanted) return s->result[0];
  ptrdiff_t pieces = ck_least(ck_ceiling(wanted, strips), ck_ceiling(s->result[0], 4));
  return ck_ceiling(s->result[0], pieces);
}

size_t ck_winograd_weight_count(const shape_t *s) {
  return (size_t)(panel_count(s) * CK_TILE_CELLS * cell_weights(s));
}

static ptrdiff_t worker_scratch(const shape_t *s) {
  ptrdiff_t tiles = strip_tiles(s);
  return CK_TILE_CELLS * (s->kernel_depth * plane_floats(s, tiles) + tiles * CK_PANEL_WIDTH);
}

size_t ck_winograd_scratch_count(const shape_t *s) { return (size_t)(s->workers * worker_scratch(s)); }

void ck_winograd_pack_weights(const shape_t *s, const float *weights, float *packed) {
  memset(packed, 0, ck_winograd_weight_count(s) * sizeof *packed);
  ptrdiff_t cell = cell_weights(s);
  for (ptrdiff_t o = 0; o < s->results; ++o)
    for (ptrdiff_t c = 0; c < s->channels; ++c)
      for (ptrdiff_t d = 0; d < s->kernel_depth; ++d, weights += 9) {
        double u[CK_TILE_CELLS];
        ck_filter_points(weights, u);
        float *to = packed + o / CK_PANEL_WIDTH * CK_TILE_CELLS * cell
            + (d * s->channels + c) * CK_PANEL_WIDTH + o % CK_PANEL_WIDTH;
        for (int i = 0; i < CK_TILE_CELLS; ++i) to[i * cell] = (float)u[i];
      }
}

// Where a tile's first result is.
struct place {
  ptrdiff_t sample, row, column;
};

CK_INLINE struct place place_of(const shape_t *s, ptrdiff_t tile) {
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
CK_INLINE void transform_tile(const shape_t *s, const float *x, struct place at, ptrdiff_t depth, float *v,
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

// Results of one tile in the channels of a panel that begins at `first`, from the products m [36][·][32].
CK_INLINE void store_tile(const shape_t *s, const float *m, ptrdiff_t plane, const float *bias, struct place at,
                          ptrdiff_t depth, ptrdiff_t first, float *y) {
  ptrdiff_t o = s->results, width = s->result[2];
  ptrdiff_t rows = ck_least(CK_TILE_STEP, s->result[1] - at.row), columns = ck_least(CK_TILE_STEP, width - at.column);
  float *to = y + (((at.sample * s->result[0] + depth) * s->result[1] + at.row) * width + at.column) * o + first;
  ptrdiff_t count = ck_least(CK_PANEL_WIDTH, o - first);
  for (ptrdiff_t k = 0; k < count; k += CK_LANES) {
    ck_lanes half[CK_TILE_STEP][CK_TILE], line[CK_TILE], along[CK_TILE_STEP];
    for (int j = 0; j < CK_TILE; ++j) {
      for (int i = 0; i < CK_TILE; ++i) line[i] = *(const ck_lanes *)(m + (i * CK_TILE + j) * plane + k);
      ck_from_points(line, along);
      for (int i = 0; i < CK_TILE_STEP; ++i) half[i][j] = along[i];
    }
    ck_lanes offset = bias ? *(const ck_lanes *)(bias + first + k) : (ck_lanes)0.0f;
    for (int i = 0; i < rows; ++i) {
      ck_from_points(half[i], along);
      for (int j = 0; j < columns; ++j)
        ck_store(ck_activated(along[j] + offset, s->activation), count - k, to + (i * width + j) * o + k);
    }
  }
}

// The transformed inputs of a strip at each depth of the source, one slot for each tap; and the products of a panel.
struct strip {
  ptrdiff_t first, tiles, plane;
  float *ring, *products;
};

CK_INLINE float *slot(const shape_t *s, const struct strip *strip, ptrdiff_t depth) {
  return strip->ring + depth % s->kernel_depth * CK_TILE_CELLS * strip->plane;
}

CK_INLINE void multiply_cell(const shape_t *s, const struct strip *strip, const float *packed, ptrdiff_t panel,
                             int cell, ptrdiff_t depth) {
  struct ck_terms terms = {.depth = s->channels, .x_row = tile_floats(s)};
  for (ptrdiff_t d = 0; d < s->kernel_depth; ++d) {
    ptrdiff_t source = depth - s->pad_before[0] + d;
    if (source < 0 || source >= s->source[0]) continue;
    terms.x[terms.count] = slot(s, strip, source) + cell * strip->plane;
    terms.panel[terms.count++] =
        packed + (panel * CK_TILE_CELLS + cell) * cell_weights(s) + d * s->channels * CK_PANEL_WIDTH;
  }
  const struct ck_target target = {
      .y = strip->products + cell * strip->tiles * CK_PANEL_WIDTH,
      .y_row = CK_PANEL_WIDTH,
      // Whole vectors, of which store_tile takes what it needs.
      .columns = s->results - panel * CK_PANEL_WIDTH > CK_LANES ? CK_PANEL_WIDTH : CK_LANES,
  };
  ck_fused_rows(&terms, strip->tiles, &target);
}

CK_CLONES static void run_strip(const shape_t *s, const struct strip *strip, const float *x, const float *packed,
                                const float *bias, float *y, ptrdiff_t begin, ptrdiff_t end) {
  ptrdiff_t next = ck_greatest(0, begin - s->pad_before[0]);
  for (ptrdiff_t depth = begin; depth < end; ++depth) {
    ptrdiff_t past = ck_least(s->source[0], depth - s->pad_before[0] + s->kernel_depth);
    for (; next < past; ++next)
      for (ptrdiff_t t = 0; t < strip->tiles; ++t)
        transform_tile(s, x, place_of(s, strip->first + t), next, slot(s, strip, next) + t * tile_floats(s),
                       strip->plane);
    for (ptrdiff_t panel = 0; panel < panel_count(s); ++panel) {
      for (int cell = 0; cell < CK_TILE_CELLS; ++cell) multiply_cell(s, strip, packed, panel, cell, depth);
      for (ptrdiff_t t = 0; t < strip->tiles; ++t)
        store_tile(s, strip->products + t * CK_PANEL_WIDTH, strip->tiles * CK_PANEL_WIDTH, bias,
                   place_of(s, strip->first + t), depth, panel * CK_PANEL_WIDTH, y);
    }
  }
}

void ck_winograd(const shape_t *s, const float *x, const float *packed, const float *bias, float *y, float *scratch,
                 ptrdiff_t worker) {
  ptrdiff_t tiles = tile_count(s), most = strip_tiles(s), depth = piece_depth(s);
  ptrdiff_t divisions = ck_ceiling(s->result[0], depth), pieces = ck_ceiling(tiles, most) * divisions;
  float *own = scratch + worker * worker_scratch(s);
  for (ptrdiff_t i = pieces * worker / s->workers; i < pieces * (worker + 1) / s->workers; ++i) {
    ptrdiff_t first = i / divisions * most, low = i % divisions * depth, count = ck_least(most, tiles - first);
    ptrdiff_t plane = plane_floats(s, count);
    struct strip strip = {first, count, plane, own, own + s->kernel_depth * CK_TILE_CELLS * plane};
    run_strip(s, &strip, x, packed, bias, y, low, ck_least(s->result[0], low + depth));
  }
}
