#include "CKernels.h"
#include "clones.h"

#include <string.h>

// Vectors go to functions that are inlined into each copy of a CK_CLONES function.
#pragma clang diagnostic ignored "-Wpsabi"

// A sum of weighted vectors, up to four at a time.
struct sum {
  const float *x[4];
  float weight[4];
  int count, is_first;
  float *y;
  ptrdiff_t length;
};

CK_INLINE void weighted_sum(const int count, const int is_first, const struct sum *s) {
  float *restrict y = s->y;
  const float *x[4];
  float weight[4];
  for (int k = 0; k < count; ++k) {
    x[k] = s->x[k];
    weight[k] = s->weight[k];
  }
  for (ptrdiff_t c = 0; c < s->length; ++c) {
    float sum = is_first ? weight[0] * x[0][c] : y[c] + weight[0] * x[0][c];
    for (int k = 1; k < count; ++k) sum += weight[k] * x[k][c];
    y[c] = sum;
  }
}

CK_INLINE void copy_vector(const float *restrict x, float *restrict y, ptrdiff_t length) {
  for (ptrdiff_t c = 0; c < length; ++c) y[c] = x[c];
}

CK_INLINE void flush(struct sum *s) {
  if (s->count == 0) return;
  switch (s->is_first ? s->count : s->count + 4) {
    case 1:
      if (s->weight[0] == 1.0f) copy_vector(s->x[0], s->y, s->length);
      else weighted_sum(1, 1, s);
      break;
    case 2: weighted_sum(2, 1, s); break;
    case 3: weighted_sum(3, 1, s); break;
    case 4: weighted_sum(4, 1, s); break;
    case 5: weighted_sum(1, 0, s); break;
    case 6: weighted_sum(2, 0, s); break;
    case 7: weighted_sum(3, 0, s); break;
    default: weighted_sum(4, 0, s); break;
  }
  s->count = s->is_first = 0;
}

CK_INLINE void add_term(struct sum *s, const float *x, float weight) {
  s->x[s->count] = x;
  s->weight[s->count++] = weight;
  if (s->count == 4) flush(s);
}

CK_INLINE void finish(struct sum *s, float fill) {
  flush(s);
  if (!s->is_first) return;
  for (ptrdiff_t c = 0; c < s->length; ++c) s->y[c] = fill;
}

// One output row: the place of its sample, and the terms of its first two coordinates.
struct row {
  const ck_axis_map *maps;
  const float *x;
  float *y;
  int32_t a_begin, a_end, b_begin, b_end;
  ptrdiff_t channels;
  float fill;
  const float *x_end;  // of its sample
};

CK_INLINE const float *line_at(const struct row *r, int32_t a, int32_t b) {
  ptrdiff_t line = r->maps[0].indices[a] * r->maps[1].inputs + r->maps[1].indices[b];
  return r->x + line * r->maps[2].inputs * r->channels;
}

CK_INLINE float weight_at(const struct row *r, int32_t a, int32_t b) {
  return r->maps[0].weights[a] * r->maps[1].weights[b];
}

// One or a few channels: the sums of a place stay in registers; `channels` is a constant where this is inlined.
CK_INLINE void map_narrow_line(const int channels, const struct row *r, const float *restrict line) {
  const ck_axis_map map = r->maps[2];
  float *restrict y = r->y;
  for (ptrdiff_t o = 0; o < map.outputs; ++o, y += channels) {
    float sums[4];
    int32_t first = map.starts[o], end = map.starts[o + 1];
    for (int c = 0; c < channels; ++c)
      sums[c] = first == end ? r->fill : map.weights[first] * line[map.indices[first] * channels + c];
    for (int32_t k = first + 1; k < end; ++k)
      for (int c = 0; c < channels; ++c) sums[c] += map.weights[k] * line[map.indices[k] * channels + c];
    for (int c = 0; c < channels; ++c) y[c] = sums[c];
  }
}

// One place of the third axis.
struct place {
  const ck_axis_map *map;
  int32_t first, end;  // terms
  const float *line;
  float *y, *y_end;    // of the place, of the row
  float fill;
};

// A place in vectors of one width, one of them or several. The last reaches into the next place, which is stored later; at the
// end of the row, nothing is stored beyond it.
#define DEFINE_MAP_PLACE(name, vector, width)                                                             \
  CK_INLINE vector name##_term(const struct place *at, int32_t k, ptrdiff_t channels, ptrdiff_t c) {      \
    return at->map->weights[k] * *(const vector *)(at->line + at->map->indices[k] * channels + c);        \
  }                                                                                                       \
  CK_INLINE void name(const int is_one, const ptrdiff_t channels, const struct place *at) {               \
    for (ptrdiff_t c = 0; c < (is_one ? 1 : channels); c += width) {                                      \
      vector sum = at->fill;                                                                              \
      if (at->first < at->end) sum = name##_term(at, at->first, channels, c);                             \
      if (at->first + 1 < at->end) sum += name##_term(at, at->first + 1, channels, c);                    \
      _Pragma("clang loop unroll(disable)")                                                               \
      for (int32_t k = at->first + 2; k < at->end; ++k) sum += name##_term(at, k, channels, c);           \
      if (at->y_end - (at->y + c) >= width) *(vector *)(at->y + c) = sum;                                 \
      else memcpy(at->y + c, &sum, (size_t)ck_least(width, channels - c) * sizeof *at->y);                \
    }                                                                                                     \
  }
typedef float eight __attribute__((ext_vector_type(8), aligned(4)));
DEFINE_MAP_PLACE(map_eight, eight, 8)
DEFINE_MAP_PLACE(map_lanes, ck_lanes, CK_LANES)

// `channels` is a constant up to 8 where this is inlined.
CK_INLINE void map_wide_line(const ptrdiff_t channels, const struct row *r, const float *line) {
  const ck_axis_map map = r->maps[2];
  struct place at = {&map, 0, 0, line, r->y, r->y + map.outputs * channels, r->fill};
  for (ptrdiff_t o = 0; o < map.outputs; ++o, at.y += channels) {
    at.first = map.starts[o];
    at.end = map.starts[o + 1];
    if (channels <= 8) map_eight(1, channels, &at);
    else if (channels <= CK_LANES) map_lanes(1, channels, &at);
    else if (at.first + 1 == at.end && map.weights[at.first] == 1.0f)
      copy_vector(line + map.indices[at.first] * channels, at.y, channels);
    else map_lanes(0, channels, &at);
  }
}

// The third axis alone; the line is followed by CK_LANES numbers that may be read.
CK_INLINE void map_line(const struct row *r, const float *line) {
  switch (r->channels) {
    case 1: map_narrow_line(1, r, line); break;
    case 2: map_narrow_line(2, r, line); break;
    case 3: map_narrow_line(3, r, line); break;
    case 4: map_narrow_line(4, r, line); break;
    case 5: map_wide_line(5, r, line); break;
    case 6: map_wide_line(6, r, line); break;
    case 7: map_wide_line(7, r, line); break;
    case 8: map_wide_line(8, r, line); break;
    default: map_wide_line(r->channels, r, line);
  }
}

// All three axes at once, for lines that are too long to be put aside.
CK_INLINE void map_places(const struct row *r) {
  const ck_axis_map map = r->maps[2];
  for (ptrdiff_t o = 0; o < map.outputs; ++o) {
    struct sum sum = {{0}, {0}, 0, 1, r->y + o * r->channels, r->channels};
    for (int32_t a = r->a_begin; a < r->a_end; ++a)
      for (int32_t b = r->b_begin; b < r->b_end; ++b)
        for (int32_t k = map.starts[o]; k < map.starts[o + 1]; ++k)
          add_term(&sum, line_at(r, a, b) + map.indices[k] * r->channels, weight_at(r, a, b) * map.weights[k]);
    finish(&sum, r->fill);
  }
}

// Input lines are blended into one, which the third axis then reads: fewer products than all terms of all axes. Which
// way a row goes depends on the sizes alone.
#define LINE 16384

// Whether there is one line, which can be read where it is.
CK_INLINE int is_copied_line(const struct row *r, int32_t terms, ptrdiff_t length) {
  return terms == 1 && weight_at(r, r->a_begin, r->b_begin) == 1.0f
      && r->x_end - line_at(r, r->a_begin, r->b_begin) >= length + CK_LANES;
}

CK_INLINE void map_row(const struct row *r) {
  float line[LINE + CK_LANES];
  ptrdiff_t length = r->maps[2].inputs * r->channels;
  int32_t terms = (r->a_end - r->a_begin) * (r->b_end - r->b_begin);
  if (terms == 0) {
    for (ptrdiff_t i = 0; i < r->maps[2].outputs * r->channels; ++i) r->y[i] = r->fill;
  } else if (is_copied_line(r, terms, length)) {
    map_line(r, line_at(r, r->a_begin, r->b_begin));
  } else if (length > LINE) {
    map_places(r);
  } else {
    struct sum sum = {{0}, {0}, 0, 1, line, length};
    for (int32_t a = r->a_begin; a < r->a_end; ++a)
      for (int32_t b = r->b_begin; b < r->b_end; ++b) add_term(&sum, line_at(r, a, b), weight_at(r, a, b));
    flush(&sum);
    for (int i = 0; i < CK_LANES; ++i) line[length + i] = 0.0f;
    map_line(r, line);
  }
}

CK_CLONES void ck_separable(const ck_axis_map *first, const ck_axis_map *second, const ck_axis_map *third,
                            ptrdiff_t channels, float fill, const float *x, float *y, ptrdiff_t first_row,
                            ptrdiff_t end_row) {
  const ck_axis_map maps[3] = {*first, *second, *third};
  ptrdiff_t sample_size = maps[0].inputs * maps[1].inputs * maps[2].inputs * channels;
  for (ptrdiff_t index = first_row; index < end_row; ++index) {
    ptrdiff_t o0 = index / maps[1].outputs % maps[0].outputs, o1 = index % maps[1].outputs;
    struct row row = {maps,
                      x + index / maps[1].outputs / maps[0].outputs * sample_size,
                      y + index * maps[2].outputs * channels,
                      maps[0].starts[o0],
                      maps[0].starts[o0 + 1],
                      maps[1].starts[o1],
                      maps[1].starts[o1 + 1],
                      channels,
                      fill,
                      x + (index / maps[1].outputs / maps[0].outputs + 1) * sample_size};
    map_row(&row);
  }
}
