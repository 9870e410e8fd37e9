#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { LANES = 16, PIECE_ROWS = 16, MAX_TAP_ROWS = 49, CACHE_LINE = 64 };

typedef float lanes __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t lane_numbers __attribute__((ext_vector_type(16)));

static const lane_numbers counting = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static ptrdiff_t round_up(ptrdiff_t count, ptrdiff_t unit) { return (count + unit - 1) / unit * unit; }
static ptrdiff_t padded_channels(const ck_narrow_shape *s) { return round_up(s->source_channels, LANES); }
static ptrdiff_t pixels_per_block(const ck_narrow_shape *s) { return LANES / s->channels; }

// Place i of the result along an axis is place u = i + pad of the padded one: phase u mod stride of position u div
// stride. Tap a reaches it from place u div stride − (a·dilation − phase) / stride of the source, if that is whole.

// Without a division where there is nothing to divide: short rows have not much more to do.
static ptrdiff_t quotient(ptrdiff_t count, ptrdiff_t stride) { return stride == 1 ? count : count / stride; }

static ptrdiff_t first_position(const ck_narrow_shape *s, int axis) {
  return quotient(s->pad_before[axis], s->strides[axis]);
}

static ptrdiff_t position_count(const ck_narrow_shape *s, int axis) {
  return quotient(s->result[axis] - 1 + s->pad_before[axis], s->strides[axis]) + 1 - first_position(s, axis);
}

// How far taps reach back from a position.
static ptrdiff_t reach(const ck_narrow_shape *s, int axis) {
  return quotient((s->kernel[axis] - 1) * s->dilations[axis], s->strides[axis]);
}

// The place of the source from which a tap reaches a place of the result; −1 where it does from none.
static ptrdiff_t reached_from(const ck_narrow_shape *s, int axis, ptrdiff_t place, ptrdiff_t tap) {
  ptrdiff_t offset = place + s->pad_before[axis] - tap * s->dilations[axis], stride = s->strides[axis];
  if (offset < 0) return -1;
  ptrdiff_t from = quotient(offset, stride);
  return from * stride == offset && from < s->source[axis] ? from : -1;
}

// The taps of the last axis that reach one phase, from the one that reaches back farthest: evenly spaced.
struct phase {
  ptrdiff_t taps;
  ptrdiff_t first, step;    // columns of a padded row, counted from the position
  ptrdiff_t tap, tap_step;  // which of the layer's taps the first is, and how far the next one is before it
};

static struct phase phase_of(const ck_narrow_shape *s, ptrdiff_t number) {
  struct phase phase = {.step = 1, .tap_step = 1};
  ptrdiff_t stride = s->strides[2], nearest = 0;
  for (ptrdiff_t k = 0; k < s->kernel[2]; k++) {
    ptrdiff_t distance = k * s->dilations[2] - number;
    ptrdiff_t back = quotient(distance, stride);
    if (back * stride != distance) continue;
    if (phase.taps == 0) nearest = back;
    if (phase.taps == 1) {
      phase.step = back - nearest;
      phase.tap_step = k - phase.tap;
    }
    phase.tap = k;
    phase.first = reach(s, 2) - back;
    phase.taps++;
  }
  return phase;
}

// Columns of a padded row: whole blocks of positions, and the reach of the last tap.
static ptrdiff_t padded_width(const ck_narrow_shape *s) {
  return round_up(position_count(s, 2), pixels_per_block(s)) + reach(s, 2);
}

static ptrdiff_t ring_height(const ck_narrow_shape *s) { return reach(s, 1) + 1; }

size_t ck_narrow_weight_count(const ck_narrow_shape *s) {
  return (size_t)(s->kernel[0] * s->kernel[1] * s->kernel[2] * padded_channels(s) * s->channels);
}

size_t ck_narrow_scratch_count(const ck_narrow_shape *s) {
  return (size_t)(s->kernel[0] * ring_height(s) * padded_width(s) * padded_channels(s));
}

static ptrdiff_t pieces_per_plane(const ck_narrow_shape *s) { return (s->result[1] + PIECE_ROWS - 1) / PIECE_ROWS; }

ptrdiff_t ck_narrow_piece_count(const ck_narrow_shape *s) { return s->batch * s->result[0] * pieces_per_plane(s); }

// packed[row of taps][phase][its taps][block of o][c][lane]
void ck_narrow_pack_weights(const ck_narrow_shape *s, const float *weights, float *packed) {
  ptrdiff_t rows = s->kernel[0] * s->kernel[1], taps = rows * s->kernel[2], padded = padded_channels(s);
  memset(packed, 0, ck_narrow_weight_count(s) * sizeof(float));
  for (ptrdiff_t row = 0; row < rows; row++)
    for (ptrdiff_t number = 0; number < s->strides[2]; number++) {
      struct phase phase = phase_of(s, number);
      for (ptrdiff_t i = 0; i < phase.taps; i++, packed += padded * s->channels) {
        ptrdiff_t tap = row * s->kernel[2] + phase.tap - i * phase.tap_step;
        for (ptrdiff_t o = 0; o < s->source_channels; o++)
          for (ptrdiff_t c = 0; c < s->channels; c++)
            packed[(o / LANES * s->channels + c) * LANES + o % LANES] = weights[(o * s->channels + c) * taps + tap];
      }
    }
}

// A pixel of `channels`, in whole vectors: what lies beyond them in the last one becomes zero. May read past the pixel,
// never past `end`.
static inline void copy_pixel(const float *from, const float *end, ptrdiff_t channels, ptrdiff_t padded, float *to) {
  const lanes zero = 0;
  for (ptrdiff_t o = 0; o < padded; o += LANES) {
    if (channels - o >= LANES) {
      *(lanes *)(to + o) = *(const lanes *)(from + o);
    } else if (end - (from + o) >= LANES) {
      const lane_numbers limit = (int32_t)(channels - o);
      *(lanes *)(to + o) = counting < limit ? *(const lanes *)(from + o) : zero;
    } else {
      for (ptrdiff_t lane = 0; lane < LANES; lane++) to[o + lane] = lane < channels - o ? from[o + lane] : 0;
    }
  }
}

// Pixels of bf16 as Float, with zero lanes for absent channels.
static void widen_pixels(const ck_bfloat16 *from, ptrdiff_t count, ptrdiff_t channels, ptrdiff_t padded, float *to) {
  if (channels == padded) {
    ck_bfloat16_widen(from, to, count * channels);
    return;
  }
  for (ptrdiff_t pixel = 0; pixel < count; pixel++, to += padded) {
    ck_bfloat16_widen(from + pixel * channels, to, channels);
    for (ptrdiff_t lane = channels; lane < padded; lane++) to[lane] = 0;
  }
}

// Copies a row of the source, which begins at element `first`, into `row`, with zero columns for the padding and zero
// lanes for absent channels.
static void copy_row(const ck_narrow_shape *s, const void *x, ptrdiff_t first, float *row) {
  ptrdiff_t channels = s->source_channels, padded = padded_channels(s), width = padded_width(s);
  ptrdiff_t pad = reach(s, 2) - first_position(s, 2), beyond = pad + s->source[2];
  ptrdiff_t begin = pad < 0 ? 0 : pad < width ? pad : width;
  ptrdiff_t end = beyond < begin ? begin : beyond < width ? beyond : width;
  memset(row, 0, (size_t)(begin * padded) * sizeof(float));
  const float *source = (const float *)x + first;
  if (s->reads_bfloat16) {
    const ck_bfloat16 *from = (const ck_bfloat16 *)x + first + (begin - pad) * channels;
    widen_pixels(from, end - begin, channels, padded, row + begin * padded);
  } else if (channels == padded) {
    memcpy(row + begin * padded, source + (begin - pad) * padded, (size_t)((end - begin) * padded) * sizeof(float));
  } else {
    const float *last = source + s->source[2] * channels;
    for (ptrdiff_t column = begin; column < end; column++)
      copy_pixel(source + (column - pad) * channels, last, channels, padded, row + column * padded);
  }
  memset(row + end * padded, 0, (size_t)((width - end) * padded) * sizeof(float));
}

// The rows of the source that one row of the result reads, with the weights of each; and those that the next one will
// copy, which are fetched meanwhile. With fewer than a vector of channels there is too little to do meanwhile.
struct tap_rows {
  ptrdiff_t count, ahead_count;
  const char *ahead[MAX_TAP_ROWS];
  const float *rows[MAX_TAP_ROWS], *weights[MAX_TAP_ROWS];
};

// Merges two vectors into one whose lane i holds a[i] + a[i ^ d] where bit d of i is clear, b[i] + b[i ^ d] where set.
#define MERGE_1(a, b)                                                                                                  \
  (__builtin_shufflevector(a, b, 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31) +                          \
   __builtin_shufflevector(a, b, 1, 16, 3, 18, 5, 20, 7, 22, 9, 24, 11, 26, 13, 28, 15, 30))
#define MERGE_2(a, b)                                                                                                  \
  (__builtin_shufflevector(a, b, 0, 1, 18, 19, 4, 5, 22, 23, 8, 9, 26, 27, 12, 13, 30, 31) +                           \
   __builtin_shufflevector(a, b, 2, 3, 16, 17, 6, 7, 20, 21, 10, 11, 24, 25, 14, 15, 28, 29))
#define MERGE_4(a, b)                                                                                                  \
  (__builtin_shufflevector(a, b, 0, 1, 2, 3, 20, 21, 22, 23, 8, 9, 10, 11, 28, 29, 30, 31) +                           \
   __builtin_shufflevector(a, b, 4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 24, 25, 26, 27))
#define MERGE_8(a, b)                                                                                                  \
  (__builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31) +                             \
   __builtin_shufflevector(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23))

// Fetches begin ..< end of each row that will be copied next.
__attribute__((always_inline)) static inline void fetch_ahead(
    const struct tap_rows *taps, ptrdiff_t begin, ptrdiff_t end) {
  for (ptrdiff_t row = 0; row < taps->ahead_count; row++)
    for (ptrdiff_t byte = begin; byte < end; byte += CACHE_LINE) __builtin_prefetch(taps->ahead[row] + byte);
}

// Stores a block of results from column `first` on, a stride apart, where they are columns of the row.
__attribute__((always_inline)) static inline void store_block(
    const ck_narrow_shape *s, int channels, ptrdiff_t first, const lanes *sums, float *y) {
  ptrdiff_t stride = s->strides[2], width = s->result[2], pixels = LANES / channels;
  if (stride == 1) {
    ptrdiff_t count = (width - first < pixels ? width - first : pixels) * channels;
    memcpy(y + first * channels, sums, (size_t)count * sizeof(float));
    return;
  }
  ptrdiff_t begin = first < 0 ? (stride - 1 - first) / stride : 0, reaching = (width - first + stride - 1) / stride;
  float *to = y + first * channels;
  if (begin == 0 && reaching >= pixels) {
#pragma clang loop unroll(full)
    for (int p = 0; p < LANES / channels; p++)
#pragma clang loop unroll(full)
      for (int c = 0; c < channels; c++) to[p * stride * channels + c] = (*sums)[p * channels + c];
    return;
  }
  for (ptrdiff_t p = begin; p < pixels && p < reaching; p++)
    for (int c = 0; c < channels; c++) to[p * stride * channels + c] = (*sums)[p * channels + c];
}

// One row of the result, for a fixed number of channels. Inlined into one function per instruction set; MULTIPLY_ADD
// is fused only where the instruction exists.
#define DEFINE_ROW(name, attributes, MULTIPLY_ADD)                                                                     \
  __attribute__((always_inline)) attributes static inline void name##_block(                                           \
            const struct tap_rows *taps, ptrdiff_t padded, struct phase phase, ptrdiff_t w_begin, int channels,        \
      ptrdiff_t column, lanes *sums) {                                                                                 \
    const int pixels = LANES / channels;                                                                               \
    const ptrdiff_t taps_of_phase = phase.taps, step = phase.step * padded, begin = (column + phase.first) * padded;   \
    lanes acc[LANES];                                                                                                  \
    for (int i = 0; i < LANES; i++) acc[i] = 0;                                                                        \
    for (ptrdiff_t row = 0; row < taps->count; row++) {                                                                \
      const float *w = taps->weights[row] + w_begin;                                                                   \
      for (ptrdiff_t k = 0; k < taps_of_phase; k++) {                                                                  \
        const float *x = taps->rows[row] + begin + k * step;                                                           \
        for (ptrdiff_t o = 0; o < padded; o += LANES, w += channels * LANES)                                           \
          _Pragma("clang loop unroll(full)") for (int p = 0; p < pixels; p++) {                                        \
            lanes value = *(const lanes *)(x + p * padded + o);                                                        \
            _Pragma("clang loop unroll(full)") for (int c = 0; c < channels; c++)                                      \
                acc[p * channels + c] =                                                                                \
                    MULTIPLY_ADD(value, *(const lanes *)(w + c * LANES), acc[p * channels + c]);                       \
          }                                                                                                            \
      }                                                                                                                \
    }                                                                                                                  \
    lanes half[8], quarter[4];                                                                                         \
    for (int i = 0; i < 8; i++) half[i] = MERGE_1(acc[2 * i], acc[2 * i + 1]);                                         \
    for (int i = 0; i < 4; i++) quarter[i] = MERGE_2(half[2 * i], half[2 * i + 1]);                                    \
    lanes low = MERGE_4(quarter[0], quarter[1]), high = MERGE_4(quarter[2], quarter[3]);                               \
    *sums = MERGE_8(low, high);                                                                                        \
  }                                                                                                                    \
  __attribute__((always_inline)) attributes static inline void name##_row(                                             \
      const ck_narrow_shape *s, const struct tap_rows *taps, int channels, float *y) {                                 \
    const int pixels = LANES / channels;                                                                               \
    ptrdiff_t count = position_count(s, 2), padded = padded_channels(s), stride = s->strides[2];                       \
    ptrdiff_t pixel = s->source_channels * (s->reads_bfloat16 ? 2 : 4), w_begin = 0;                                   \
    for (ptrdiff_t number = 0; number < stride; number++) {                                                            \
      const struct phase phase = phase_of(s, number);                                                                  \
      ptrdiff_t first = first_position(s, 2) * stride + number - s->pad_before[2];                                     \
      for (ptrdiff_t column = 0; column < count; column += pixels) {                                                   \
        lanes sums;                                                                                                    \
        ptrdiff_t reached = column + pixels < s->source[2] ? column + pixels : s->source[2];                           \
        if (number == 0) fetch_ahead(taps, column * pixel, reached * pixel);                                           \
        name##_block(taps, padded, phase, w_begin, channels, column, &sums);                                           \
        store_block(s, channels, first + column * stride, &sums, y);                                                   \
      }                                                                                                                \
      w_begin += phase.taps * padded * channels;                                                                       \
    }                                                                                                                  \
  }                                                                                                                    \
  attributes static void name(const ck_narrow_shape *s, const struct tap_rows *taps, float *y) {                       \
    switch (s->channels) {                                                                                             \
      case 1: name##_row(s, taps, 1, y); break;                                                                        \
      case 2: name##_row(s, taps, 2, y); break;                                                                        \
      case 3: name##_row(s, taps, 3, y); break;                                                                        \
      default: name##_row(s, taps, 4, y); break;                                                                       \
    }                                                                                                                  \
  }

#define SEPARATE(a, b, c) ((a) * (b) + (c))
DEFINE_ROW(portable, , SEPARATE)
#if defined(__x86_64__)
#define FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)
DEFINE_ROW(avx512, __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw"))), FUSED)
DEFINE_ROW(avx2, __attribute__((target("avx2,fma"))), FUSED)
#endif

typedef void (*row_function)(const ck_narrow_shape *, const struct tap_rows *, float *);

static row_function best_row_function(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) return avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2;
#endif
  return portable;
}

// Gathers the rows that result row (t, h) reads; each row is copied once and kept in a ring while it is in reach.
static void gather_rows(
    const ck_narrow_shape *s, const void *x, ptrdiff_t image, const float *packed, ptrdiff_t t, ptrdiff_t h,
    float *scratch, ptrdiff_t *held, struct tap_rows *taps) {
  ptrdiff_t row_count = padded_width(s) * padded_channels(s), ring = ring_height(s);
  ptrdiff_t element = s->reads_bfloat16 ? sizeof(ck_bfloat16) : sizeof(float);
  ptrdiff_t tap_weights = s->kernel[2] * padded_channels(s) * s->channels, next = reached_from(s, 1, h + 1, 0);
  taps->count = taps->ahead_count = 0;
  for (ptrdiff_t a = s->kernel[0] - 1; a >= 0; a--) {
    ptrdiff_t from_t = reached_from(s, 0, t, a);
    if (from_t < 0) continue;
    if (s->source_channels >= LANES && next >= 0)
      taps->ahead[taps->ahead_count++] =
          (const char *)x + (image + (from_t * s->source[1] + next) * s->source[2] * s->source_channels) * element;
    for (ptrdiff_t b = s->kernel[1] - 1; b >= 0; b--) {
      ptrdiff_t from_h = reached_from(s, 1, h, b);
      if (from_h < 0) continue;
      ptrdiff_t slot = a * ring + from_h % ring;
      float *row = scratch + slot * row_count;
      if (held[slot] != from_h) {
        copy_row(s, x, image + (from_t * s->source[1] + from_h) * s->source[2] * s->source_channels, row);
        held[slot] = from_h;
      }
      taps->rows[taps->count] = row;
      taps->weights[taps->count++] = packed + (a * s->kernel[1] + b) * tap_weights;
    }
  }
}

void ck_narrow_convolution(
    const ck_narrow_shape *s, const void *x, const float *packed, float *y, float *scratch, ptrdiff_t begin,
    ptrdiff_t end) {
  row_function row = best_row_function();
  ptrdiff_t per_plane = pieces_per_plane(s);
  ptrdiff_t image_count = s->source[0] * s->source[1] * s->source[2] * s->source_channels;
  for (ptrdiff_t piece = begin; piece < end; piece++) {
    ptrdiff_t plane = piece / per_plane, first = piece % per_plane * PIECE_ROWS;
    ptrdiff_t n = plane / s->result[0], t = plane % s->result[0];
    ptrdiff_t last = first + PIECE_ROWS < s->result[1] ? first + PIECE_ROWS : s->result[1];
    ptrdiff_t held[MAX_TAP_ROWS * 4];
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) held[i] = -1;
    for (ptrdiff_t h = first; h < last; h++) {
      struct tap_rows taps;
      gather_rows(s, x, n * image_count, packed, t, h, scratch, held, &taps);
      row(s, &taps, y + ((plane * s->result[1]) + h) * s->result[2] * s->channels);
    }
  }
}
