#include "CKernels.h"
#include "clones.h"

#include <string.h>

// Rows are taken several at a time, as one wide row, so that few channels fill whole vectors too: a row of 12 channels
// counts as a quarter of one of 48. What is known per channel is repeated accordingly. Wide channels are cut into blocks.
#define WIDEST 1024

struct lanes {
  ptrdiff_t channels;  // of this block
  ptrdiff_t together;  // rows in a wide row
  ptrdiff_t width;     // channels · together
};

// Several whole rows can be one wide row only where a block holds all the channels.
CK_INLINE struct lanes lanes_of(const ck_batch_shape *s, ptrdiff_t first_channel) {
  ptrdiff_t channels = ck_least(s->channels - first_channel, WIDEST), together = 1;
  if (channels == s->channels)
    while (channels * together < 48 || (channels * together % CK_LANES != 0 && channels * (together + 1) <= WIDEST))
      ++together;
  return (struct lanes){channels, together, channels * together};
}

CK_INLINE void repeat(float *wide, struct lanes l, const float *values) {
  for (ptrdiff_t t = 0; t < l.together; ++t)
    for (ptrdiff_t c = 0; c < l.channels; ++c) wide[t * l.channels + c] = values[c];
}

CK_INLINE void repeat_inverse(float *wide, struct lanes l, const float *variance, float epsilon) {
  for (ptrdiff_t c = 0; c < l.channels; ++c)
    wide[c] = (float)(1.0 / __builtin_elementwise_sqrt((double)variance[c] + (double)epsilon));
  for (ptrdiff_t i = l.channels; i < l.width; ++i) wide[i] = wide[i - l.channels];
}

// Adds up the parts of a wide row: sums[c] = Σ_t sums[t·channels + c].
CK_INLINE void fold(const double *sums, struct lanes l, double *to) {
  for (ptrdiff_t c = 0; c < l.channels; ++c) {
    double sum = 0;
    for (ptrdiff_t t = 0; t < l.together; ++t) sum += sums[t * l.channels + c];
    to[c] = sum;
  }
}

// Calls BODY(row, width) for whole wide rows and then for the rest; `row` is the offset of its first number.
#define FOR_WIDE_ROWS(s, l, first_channel, begin, end, BODY)                                    \
  do {                                                                                          \
    ptrdiff_t r_ = (begin);                                                                     \
    for (; r_ + (l).together <= (end); r_ += (l).together)                                      \
      BODY(r_ * (s)->channels + (first_channel), (l).width);                                    \
    if (r_ < (end)) BODY(r_ * (s)->channels + (first_channel), ((end) - r_) * (l).channels);    \
  } while (0)

CK_CLONES void ck_batch_sums(const ck_batch_shape *shape, const float *x, double *partial, ptrdiff_t first_chunk,
                             ptrdiff_t end_chunk) {
  const ck_batch_shape s = *shape;
  for (ptrdiff_t first = 0; first < s.channels; first += WIDEST) {
    struct lanes l = lanes_of(&s, first);
    for (ptrdiff_t chunk = first_chunk; chunk < end_chunk; ++chunk) {
      double sums[WIDEST], squares[WIDEST];
      memset(sums, 0, (size_t)l.width * sizeof *sums);
      memset(squares, 0, (size_t)l.width * sizeof *squares);
#define ADD(at, count)                              \
  for (ptrdiff_t i = 0; i < (count); ++i) {         \
    double value = x[(at) + i];                     \
    sums[i] += value;                               \
    squares[i] += value * value;                    \
  }
      FOR_WIDE_ROWS(&s, l, first, chunk * s.chunk, ck_least((chunk + 1) * s.chunk, s.rows), ADD);
#undef ADD
      fold(sums, l, partial + chunk * 2 * s.channels + first);
      fold(squares, l, partial + (chunk * 2 + 1) * s.channels + first);
    }
  }
}

static double total(const ck_batch_shape *s, const double *partial, ptrdiff_t which, ptrdiff_t channel) {
  double sum = 0;
  for (ptrdiff_t chunk = 0; chunk < s->chunks; ++chunk) sum += partial[(chunk * 2 + which) * s->channels + channel];
  return sum;
}

void ck_batch_moments(const ck_batch_shape *s, const double *partial, float *mean, float *variance) {
  for (ptrdiff_t c = 0; c < s->channels; ++c) {
    double centre = total(s, partial, 0, c) / (double)s->rows;
    double spread = total(s, partial, 1, c) / (double)s->rows - centre * centre;
    mean[c] = (float)centre;
    variance[c] = spread < 0 ? 0.0f : (float)spread;
  }
}

// What is known per channel, repeated for a wide row: y = (x − mean)·slope + shift.
struct affine {
  float mean[WIDEST], slope[WIDEST], shift[WIDEST];
};

CK_INLINE void fill_affine(struct affine *a, const ck_batch_shape *s, ck_batch_channels c, struct lanes l,
                           ptrdiff_t first) {
  repeat(a->mean, l, c.mean + first);
  repeat(a->shift, l, c.shift + first);
  repeat_inverse(a->slope, l, c.variance + first, s->epsilon);
  for (ptrdiff_t i = 0; i < l.width; ++i) a->slope[i] *= c.scale[first + i % l.channels];
}

CK_CLONES void ck_batch_normalize(const ck_batch_shape *shape, ck_batch_channels channels, bool rectifies,
                                  const float *x, float *y, ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_batch_shape s = *shape;
  float floor = rectifies ? 0.0f : -__builtin_inff();
  struct affine a;
  for (ptrdiff_t first = 0; first < s.channels; first += WIDEST) {
    struct lanes l = lanes_of(&s, first);
    fill_affine(&a, &s, channels, l, first);
#define NORMALIZE(at, count)                                             \
  CK_ELEMENTWISE                                                         \
  for (ptrdiff_t i = 0; i < (count); ++i) {                              \
    float value = (x[(at) + i] - a.mean[i]) * a.slope[i] + a.shift[i];   \
    y[(at) + i] = value < floor ? floor : value;                         \
  }
    FOR_WIDE_ROWS(&s, l, first, first_row, end_row, NORMALIZE);
#undef NORMALIZE
  }
}

CK_CLONES void ck_batch_gradient_sums(const ck_batch_shape *shape, ck_batch_channels channels, bool rectifies,
                                      const float *x, const float *dy, double *partial, ptrdiff_t first_chunk,
                                      ptrdiff_t end_chunk) {
  const ck_batch_shape s = *shape;
  float floor = rectifies ? 0.0f : -__builtin_inff();
  struct affine a;
  for (ptrdiff_t first = 0; first < s.channels; first += WIDEST) {
    struct lanes l = lanes_of(&s, first);
    fill_affine(&a, &s, channels, l, first);
    for (ptrdiff_t chunk = first_chunk; chunk < end_chunk; ++chunk) {
      double sums[WIDEST], products[WIDEST];
      memset(sums, 0, (size_t)l.width * sizeof *sums);
      memset(products, 0, (size_t)l.width * sizeof *products);
#define ADD(at, count)                                           \
  for (ptrdiff_t i = 0; i < (count); ++i) {                      \
    float centred = x[(at) + i] - a.mean[i];                     \
    float value = centred * a.slope[i] + a.shift[i];             \
    float g = value <= floor ? 0.0f : dy[(at) + i];              \
    sums[i] += g;                                                \
    products[i] += g * centred;                                  \
  }
      FOR_WIDE_ROWS(&s, l, first, chunk * s.chunk, ck_least((chunk + 1) * s.chunk, s.rows), ADD);
#undef ADD
      fold(sums, l, partial + chunk * 2 * s.channels + first);
      fold(products, l, partial + (chunk * 2 + 1) * s.channels + first);
    }
  }
}

void ck_batch_gradient_moments(const ck_batch_shape *s, ck_batch_channels channels, const double *partial,
                               float *dscale, float *dshift) {
  for (ptrdiff_t c = 0; c < s->channels; ++c) {
    double inverse = 1.0 / __builtin_elementwise_sqrt((double)channels.variance[c] + (double)s->epsilon);
    dshift[c] = (float)total(s, partial, 0, c);
    dscale[c] = (float)(total(s, partial, 1, c) * inverse);
  }
}

CK_CLONES void ck_batch_gradient(const ck_batch_shape *shape, ck_batch_channels channels, const float *dscale,
                                 const float *dshift, bool rectifies, const float *x, const float *dy, float *dx,
                                 ptrdiff_t first_row, ptrdiff_t end_row) {
  const ck_batch_shape s = *shape;
  float floor = rectifies ? 0.0f : -__builtin_inff();
  struct affine a;
  // dx = slope·(g − dy_mean − (x − mean)·pull)
  float dy_mean[WIDEST], pull[WIDEST];
  for (ptrdiff_t first = 0; first < s.channels; first += WIDEST) {
    struct lanes l = lanes_of(&s, first);
    fill_affine(&a, &s, channels, l, first);
    repeat_inverse(pull, l, channels.variance + first, s.epsilon);
    for (ptrdiff_t i = 0; i < l.width; ++i) {
      dy_mean[i] = (float)((double)dshift[first + i % l.channels] / (double)s.rows);
      pull[i] *= (float)((double)dscale[first + i % l.channels] / (double)s.rows);
    }
#define DERIVE(at, count)                                                   \
  CK_ELEMENTWISE                                                            \
  for (ptrdiff_t i = 0; i < (count); ++i) {                                 \
    float centred = x[(at) + i] - a.mean[i];                                \
    float value = centred * a.slope[i] + a.shift[i];                        \
    float g = value <= floor ? 0.0f : dy[(at) + i];                         \
    dx[(at) + i] = a.slope[i] * ((g - dy_mean[i]) - centred * pull[i]);     \
  }
    FOR_WIDE_ROWS(&s, l, first, first_row, end_row, DERIVE);
#undef DERIVE
  }
}
