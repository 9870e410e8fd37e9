#include "pooled_windows.h"

// A window hands its cotangent to one of its four elements, and that reaches a patch of up to 4 × 4 sources: one vector
// for each channel and tap along time. So a window costs as many fused multiply-adds as there are such patches, wherever
// in it the largest element was: less than half of what the sum over all elements takes, three quarters of which are
// zero.
//
// Rows of windows are gone through frame by frame. The patches of neighbours along a row overlap by two columns, those
// of rows by two rows; patches of the frames that later ones still add to are kept.

enum { SIDE = 4, PLACES = CK_POOLED_NOWHERE + 1, MOST_PATCHES = 12 };
enum { COLUMNS_AT_ONCE = 8, MOST_AT_ONCE = 4, TABLE_FLOATS = 1 << 13 };

bool ck_goes_by_windows(const layer_t *s) {
  // With few taps the sum over all elements is shorter than a patch.
  return s->kernel[1] < SIDE && s->kernel[2] < SIDE && s->kernel[1] * s->kernel[2] >= 6 &&
         s->kernel[0] * s->channels <= MOST_PATCHES;
}

// Patches of a window.
CK_INLINE ptrdiff_t patch_count(const layer_t *s) { return s->kernel[0] * s->channels; }

// The last window of a row hands its right half to one more, which has nothing of its own.
CK_INLINE ptrdiff_t window_count(const layer_t *s) { return rounded_up(pooled_width(s) + 1, COLUMNS_AT_ONCE); }

// Of what is kept for a window: its patches, the earliest frame's first, and zeros for a frame that nothing was added
// to.
CK_INLINE ptrdiff_t kept_floats(const layer_t *s) { return (patch_count(s) + s->channels) * CK_LANES; }

size_t ck_windows_scratch_count(const layer_t *s) {
  return (size_t)(window_count(s) * (kept_floats(s) + SIDE * 2));
}

size_t ck_windows_weight_count(const layer_t *s) {
  return (size_t)(s->results * PLACES * patch_count(s) * CK_LANES);
}

// packed[o][place][a][c][row of the patch][column]: zeros where the element at that place reaches nothing.
void ck_windows_pack(const layer_t *s, const float *weights, float *packed) {
  memset(packed, 0, ck_windows_weight_count(s) * sizeof *packed);
  for (ptrdiff_t o = 0; o < s->results; ++o)
    for (ptrdiff_t place = 0; place < CK_POOLED_NOWHERE; ++place)
      for (ptrdiff_t a = 0; a < s->kernel[0]; ++a)
        for (ptrdiff_t c = 0; c < s->channels; ++c) {
          float *patch = packed + (((o * PLACES + place) * s->kernel[0] + a) * s->channels + c) * CK_LANES;
          const float *w = weights + ((o * s->channels + c) * s->kernel[0] + a) * s->kernel[1] * s->kernel[2];
          for (ptrdiff_t b = 0; b < s->kernel[1]; ++b)
            for (ptrdiff_t k = 0; k < s->kernel[2]; ++k)
              patch[(place / 2 + b) * SIDE + place % 2 + k] = w[b * s->kernel[2] + k];
        }
}

// Adds the patches of `at_once` neighbouring windows, for some of the results. What they start from is `shift` vectors
// on: a frame later, or where they are.
CK_INLINE void add_patches(const int patches, const int at_once, const layer_t *s, const float *dy,
                           const uint8_t *choice, const float *packed, ptrdiff_t first, ptrdiff_t end, ptrdiff_t shift,
                           float *kept) {
  ptrdiff_t width = pooled_width(s), floats = kept_floats(s);
  ck_lanes sums[MOST_AT_ONCE][MOST_PATCHES];
#pragma clang loop unroll(full)
  for (int p = 0; p < at_once; ++p)
#pragma clang loop unroll(full)
    for (int i = 0; i < patches; ++i) sums[p][i] = *(const ck_lanes *)(kept + p * floats + (i + shift) * CK_LANES);
  for (ptrdiff_t o = first; o < end; ++o) {
    const float *places = packed + o * PLACES * patches * CK_LANES;
#pragma clang loop unroll(full)
    for (int p = 0; p < at_once; ++p) {
      const float *patch = places + choice[o * width + p] * (patches * CK_LANES);
#pragma clang loop unroll(full)
      for (int i = 0; i < patches; ++i)
        sums[p][i] = ck_plus(sums[p][i], dy[p * s->results + o], *(const ck_lanes *)(patch + i * CK_LANES));
    }
  }
#pragma clang loop unroll(full)
  for (int p = 0; p < at_once; ++p)
#pragma clang loop unroll(full)
    for (int i = 0; i < patches; ++i) *(ck_lanes *)(kept + p * floats + i * CK_LANES) = sums[p][i];
}

// A row of windows of one frame, and the next frame's on its way into the cache.
CK_INLINE void add_row(const int patches, const int at_once, const layer_t *s, const float *dy, const uint8_t *choice,
                       const float *packed, float *kept) {
  ptrdiff_t width = pooled_width(s), next = pooled_height(s) * width * s->results;
  // So many results that their patches stay in the first-level cache.
  ptrdiff_t step = ck_greatest(1, TABLE_FLOATS / (PLACES * patches * CK_LANES));
  for (ptrdiff_t first = 0; first < s->results; first += step) {
    ptrdiff_t end = ck_least(first + step, s->results), shift = first == 0 ? s->channels : 0, x = 0;
    for (; x + at_once <= width; x += at_once) {
      for (int p = 0; p < at_once; ++p) __builtin_prefetch(dy + next + (x + p) * s->results + first);
      add_patches(patches, at_once, s, dy + x * s->results, choice + x, packed, first, end, shift,
                  kept + x * kept_floats(s));
    }
    for (; x < width; ++x)
      add_patches(patches, 1, s, dy + x * s->results, choice + x, packed, first, end, shift, kept + x * kept_floats(s));
  }
}

// The same for a frame that is none: what is kept goes a frame on.
CK_INLINE void pass_frame(const layer_t *s, float *kept) {
  size_t floats = (size_t)(patch_count(s) * CK_LANES);
  for (ptrdiff_t x = 0; x < pooled_width(s); ++x, kept += kept_floats(s))
    memmove(kept, kept + s->channels * CK_LANES, floats * sizeof *kept);
}

// The four rows of the patches of a row of windows, overlapping columns added: `rows` of them side by side.
CK_INLINE void join_patches(const layer_t *s, const float *kept, float *rows) {
  ptrdiff_t row = 2 * window_count(s), floats = kept_floats(s);
  const ck_lanes zero = 0.0f;
  ck_lanes last = zero;
  for (ptrdiff_t x = 0; x < window_count(s); x += COLUMNS_AT_ONCE) {
    ck_lanes pairs[COLUMNS_AT_ONCE / 2];
#pragma clang loop unroll(full)
    for (int i = 0; i < COLUMNS_AT_ONCE / 2; ++i) {
      ck_lanes left = *(const ck_lanes *)(kept + (x + 2 * i) * floats);
      ck_lanes right = *(const ck_lanes *)(kept + (x + 2 * i + 1) * floats);
      // Two columns of the left window and two of the right one, each with what the window before it reaches of them.
      ck_lanes own = __builtin_shufflevector(left, right, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
      ck_lanes reached =
          __builtin_shufflevector(last, left, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
      pairs[i] = own + reached;
      last = right;
    }
    ck_lanes upper =
        __builtin_shufflevector(pairs[0], pairs[1], 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    ck_lanes lower =
        __builtin_shufflevector(pairs[0], pairs[1], 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    ck_lanes upper_on =
        __builtin_shufflevector(pairs[2], pairs[3], 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    ck_lanes lower_on =
        __builtin_shufflevector(pairs[2], pairs[3], 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    float *to = rows + 2 * x;
    *(ck_lanes *)to = __builtin_shufflevector(upper, upper_on, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    *(ck_lanes *)(to + row) =
        __builtin_shufflevector(upper, upper_on, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
    *(ck_lanes *)(to + 2 * row) =
        __builtin_shufflevector(lower, lower_on, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    *(ck_lanes *)(to + 3 * row) =
        __builtin_shufflevector(lower, lower_on, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  }
}

CK_INLINE void add_to_row(const float *from, ptrdiff_t count, float *to) {
  ptrdiff_t i = 0;
  for (; i + CK_LANES <= count; i += CK_LANES) *(ck_lanes *)(to + i) += *(const ck_lanes *)(from + i);
  for (; i < count; ++i) to[i] += from[i];
}

// Adds what a row of windows reaches of a frame that is complete as far as these windows go.
CK_INLINE void finish_row(const layer_t *s, const float *kept, ptrdiff_t windows_row, struct band band, ptrdiff_t frame,
                          float *rows, float *dx) {
  ptrdiff_t width = 2 * window_count(s), before = s->pad_before[2], count = ck_least(s->source[2], width - before);
  for (ptrdiff_t c = 0; c < s->channels; ++c) {
    join_patches(s, kept + c * CK_LANES, rows);
    for (ptrdiff_t i = 0; i < SIDE; ++i) {
      ptrdiff_t row = 2 * windows_row + i - s->pad_before[1];
      if (row < band.first || row >= band.end) continue;
      add_to_row(rows + i * width + before, count,
                 dx + ((c * s->source[0] + frame) * s->source[1] + row) * s->source[2]);
    }
  }
}

// Results of some frames and rows, frame by frame for each row of windows that reaches them.
CK_INLINE void gradient_of_rows(const int patches, const int at_once, const layer_t *s, const float *dy,
                                const uint8_t *choice, const float *packed, struct band frames, struct band rows,
                                float *scratch, float *dx) {
  ptrdiff_t row_floats = pooled_width(s) * s->results, reach = s->kernel[0] - 1, pad = s->pad_before[1];
  float *kept = scratch, *joined = scratch + window_count(s) * kept_floats(s);
  ptrdiff_t first = ck_greatest(0, rows.first + pad - SIDE + 2) / 2;
  ptrdiff_t end = ck_least(pooled_height(s), (rows.end + pad + 1) / 2);
  for (ptrdiff_t h = first; h < end; ++h) {
    // Without taps along time nothing of one row is there for the next.
    if (h == first || reach > 0) memset(kept, 0, (size_t)(window_count(s) * kept_floats(s)) * sizeof *kept);
    for (ptrdiff_t t = frames.first + s->pad_before[0] - reach; t < frames.end + s->pad_before[0]; ++t) {
      ptrdiff_t at = (t * pooled_height(s) + h) * row_floats, frame = t - s->pad_before[0];
      if (t >= 0 && t < s->result[0]) add_row(patches, at_once, s, dy + at, choice + at, packed, kept);
      else pass_frame(s, kept);
      if (frame >= frames.first) finish_row(s, kept, h, rows, frame, joined, dx);
    }
  }
}

CK_INLINE void gradient_of_frames(const layer_t *s, const float *dy, const uint8_t *choice, const float *packed,
                                  struct band frames, struct band rows, float *scratch, float *dx) {
  for (ptrdiff_t c = 0; c < s->channels; ++c)
    for (ptrdiff_t frame = frames.first; frame < frames.end; ++frame)
      memset(dx + ((c * s->source[0] + frame) * s->source[1] + rows.first) * s->source[2], 0,
             (size_t)((rows.end - rows.first) * s->source[2]) * sizeof *dx);
  switch (patch_count(s)) {
#define CASE(n, at_once) \
  case n: gradient_of_rows(n, at_once, s, dy, choice, packed, frames, rows, scratch, dx); break;
    CASE(1, 4) CASE(2, 4) CASE(3, 4) CASE(4, 4) CASE(5, 2) CASE(6, 2) CASE(7, 2) CASE(8, 2)
    CASE(9, 1) CASE(10, 1) CASE(11, 1)
    default: gradient_of_rows(MOST_PATCHES, 1, s, dy, choice, packed, frames, rows, scratch, dx);
#undef CASE
  }
}

CK_CLONES void ck_windows_gradient(const layer_t *s, const float *dy, const uint8_t *choice, const float *packed,
                                   ptrdiff_t bands, ptrdiff_t begin, ptrdiff_t end, float *scratch, float *dx) {
  ptrdiff_t pooled = s->result[0] * pooled_height(s) * pooled_width(s) * s->results;
  ptrdiff_t own = s->channels * s->source[0] * s->source[1] * s->source[2];
  while (begin < end) {
    ptrdiff_t frame = begin % s->source[0], cut = begin / s->source[0] % bands, sample = begin / s->source[0] / bands;
    ptrdiff_t count = ck_least(end - begin, s->source[0] - frame);
    gradient_of_frames(s, dy + sample * pooled, choice + sample * pooled, packed, (struct band){frame, frame + count},
                       band_of(cut, bands, s->source[1], 2), scratch, dx + sample * own);
    begin += count;
  }
}
