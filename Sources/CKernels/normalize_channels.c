#include "CKernels.h"
#include "clones.h"

#include <string.h>

// The places of one unit: rows of `channels` numbers.
struct unit {
  ptrdiff_t sample, offset, rows;
};

CK_INLINE struct unit unit_at(const ck_channel_statistics *s, ptrdiff_t index) {
  ptrdiff_t sample = index / s->chunks, first = index % s->chunks * s->chunk;
  return (struct unit){sample, (sample * s->places + first) * s->channels, ck_least(s->chunk, s->places - first)};
}

CK_INLINE double *clear(double *partial, ptrdiff_t index, ptrdiff_t channels) {
  double *sums = partial + index * 2 * channels;
  memset(sums, 0, (size_t)(2 * channels) * sizeof *sums);
  return sums;
}

CK_CLONES void ck_sum_channels(const ck_channel_statistics *statistics, const float *x, double *partial,
                               ptrdiff_t first_unit, ptrdiff_t end_unit) {
  const ck_channel_statistics s = *statistics;
  for (ptrdiff_t index = first_unit; index < end_unit; ++index) {
    struct unit u = unit_at(&s, index);
    double *restrict sums = clear(partial, index, s.channels);
    for (ptrdiff_t r = 0; r < u.rows; ++r) {
      const float *restrict row = x + u.offset + r * s.channels;
      for (ptrdiff_t c = 0; c < s.channels; ++c) sums[c] += row[c];
    }
  }
}

CK_CLONES void ck_square_channels(const ck_channel_statistics *statistics, const float *x, ck_channel_moments moments,
                                  double *partial, ptrdiff_t first_unit, ptrdiff_t end_unit) {
  const ck_channel_statistics s = *statistics;
  for (ptrdiff_t index = first_unit; index < end_unit; ++index) {
    struct unit u = unit_at(&s, index);
    double *restrict sums = clear(partial, index, s.channels);
    const float *restrict mean = moments.mean + u.sample * s.channels;
    const float *restrict rest = moments.mean_rest + u.sample * s.channels;
    for (ptrdiff_t r = 0; r < u.rows; ++r) {
      const float *restrict row = x + u.offset + r * s.channels;
      for (ptrdiff_t c = 0; c < s.channels; ++c) {
        float d = (row[c] - mean[c]) - rest[c];
        sums[c] += d * d;
      }
    }
  }
}

CK_CLONES void ck_multiply_channels(const ck_channel_statistics *statistics, const float *x, const float *dy,
                                    ck_channel_moments moments, double *partial, ptrdiff_t first_unit,
                                    ptrdiff_t end_unit) {
  const ck_channel_statistics s = *statistics;
  for (ptrdiff_t index = first_unit; index < end_unit; ++index) {
    struct unit u = unit_at(&s, index);
    double *restrict sums = clear(partial, index, s.channels), *restrict products = sums + s.channels;
    const float *restrict mean = moments.mean + u.sample * s.channels;
    const float *restrict rest = moments.mean_rest + u.sample * s.channels;
    for (ptrdiff_t r = 0; r < u.rows; ++r) {
      const float *restrict row = x + u.offset + r * s.channels, *restrict g = dy + u.offset + r * s.channels;
      for (ptrdiff_t c = 0; c < s.channels; ++c) {
        sums[c] += g[c];
        products[c] += g[c] * ((row[c] - mean[c]) - rest[c]);
      }
    }
  }
}

CK_CLONES void ck_normalize_channels(const ck_channel_statistics *statistics, const float *x,
                                     ck_channel_moments moments, float *y, ptrdiff_t first_unit, ptrdiff_t end_unit) {
  const ck_channel_statistics s = *statistics;
  for (ptrdiff_t index = first_unit; index < end_unit; ++index) {
    struct unit u = unit_at(&s, index);
    ptrdiff_t at = u.sample * s.channels;
    const float *restrict mean = moments.mean + at, *restrict rest = moments.mean_rest + at;
    const float *restrict inverse = moments.inverse + at;
    for (ptrdiff_t r = 0; r < u.rows; ++r) {
      const float *from = x + u.offset + r * s.channels;
      float *to = y + u.offset + r * s.channels;
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < s.channels; ++c) to[c] = ((from[c] - mean[c]) - rest[c]) * inverse[c];
    }
  }
}

CK_CLONES void ck_normalize_channels_gradient(const ck_channel_statistics *statistics, const float *x, const float *dy,
                                              ck_channel_moments moments, float *dx, ptrdiff_t first_unit,
                                              ptrdiff_t end_unit) {
  const ck_channel_statistics s = *statistics;
  for (ptrdiff_t index = first_unit; index < end_unit; ++index) {
    struct unit u = unit_at(&s, index);
    ptrdiff_t at = u.sample * s.channels;
    const float *restrict mean = moments.mean + at, *restrict rest = moments.mean_rest + at;
    const float *restrict inverse = moments.inverse + at, *restrict dy_mean = moments.dy_mean + at;
    const float *restrict product_mean = moments.product_mean + at;
    for (ptrdiff_t r = 0; r < u.rows; ++r) {
      const float *from = x + u.offset + r * s.channels, *g = dy + u.offset + r * s.channels;
      float *to = dx + u.offset + r * s.channels;
      CK_ELEMENTWISE
      for (ptrdiff_t c = 0; c < s.channels; ++c) {
        float y = ((from[c] - mean[c]) - rest[c]) * inverse[c];
        to[c] = ((g[c] - dy_mean[c]) - y * product_mean[c]) * inverse[c];
      }
    }
  }
}

// ---- From partial sums to moments

// The mean over a group, from sums at `partial` (which of the two halves is chosen by the caller).
static double group_mean(const ck_channel_statistics *s, const double *partial, ptrdiff_t sample, ptrdiff_t first) {
  double sum = 0;
  for (ptrdiff_t chunk = 0; chunk < s->chunks; ++chunk)
    for (ptrdiff_t c = first; c < first + s->width; ++c)
      sum += partial[(sample * s->chunks + chunk) * 2 * s->channels + c];
  return sum / ((double)s->places * (double)s->width);
}

static void fill_group(const ck_channel_statistics *s, float *values, ptrdiff_t sample, ptrdiff_t first, float value) {
  for (ptrdiff_t c = first; c < first + s->width; ++c) values[sample * s->channels + c] = value;
}

void ck_fold_means(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments) {
  for (ptrdiff_t sample = 0; sample < s->samples; ++sample)
    for (ptrdiff_t first = 0; first < s->channels; first += s->width) {
      double mean = group_mean(s, partial, sample, first);
      fill_group(s, moments.mean, sample, first, (float)mean);
      fill_group(s, moments.mean_rest, sample, first, (float)(mean - (double)(float)mean));
    }
}

void ck_fold_variances(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments) {
  for (ptrdiff_t sample = 0; sample < s->samples; ++sample)
    for (ptrdiff_t first = 0; first < s->channels; first += s->width) {
      double variance = group_mean(s, partial, sample, first);
      double inverse = 1.0 / __builtin_elementwise_sqrt(variance + (double)s->epsilon);
      fill_group(s, moments.inverse, sample, first, (float)inverse);
    }
}

void ck_fold_products(const ck_channel_statistics *s, const double *partial, ck_channel_moments moments) {
  for (ptrdiff_t sample = 0; sample < s->samples; ++sample)
    for (ptrdiff_t first = 0; first < s->channels; first += s->width) {
      double inverse = moments.inverse[sample * s->channels + first];
      fill_group(s, moments.dy_mean, sample, first, (float)group_mean(s, partial, sample, first));
      double product = group_mean(s, partial + s->channels, sample, first) * inverse;
      fill_group(s, moments.product_mean, sample, first, (float)product);
    }
}
