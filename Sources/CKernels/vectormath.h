#ifndef CHAFF_VECTORMATH_H
#define CHAFF_VECTORMATH_H
#include "clones.h"

#include <string.h>

// Elementary functions without branches, tables or library calls, so that loops over them vectorise. The polynomials
// are weighted minimax fits (Lawson's iteration, rounded to Float). VectorMathTests bounds the errors against the C
// library in Double, in units in the last place: exp and log 1.1; expm1 2; sigmoid and tanh 2.5; softplus and erf 3.

CK_INLINE uint32_t ck_bits(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

CK_INLINE float ck_from_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

CK_INLINE float ck_absolute(float x) { return ck_from_bits(ck_bits(x) & 0x7fffffffu); }
CK_INLINE float ck_with_sign(float magnitude, float sign) {
  return ck_from_bits((ck_bits(magnitude) & 0x7fffffffu) | (ck_bits(sign) & 0x80000000u));
}

// max and min that let NaN through.
CK_INLINE float ck_maximum(float a, float b) { return ((a > b) | (a != a)) ? a : b; }
CK_INLINE float ck_minimum(float a, float b) { return ((a < b) | (a != a)) ? a : b; }
CK_INLINE float ck_clamp(float x, float lower, float upper) {
  float raised = x < lower ? lower : x;
  return raised > upper ? upper : raised;
}

// x = n·ln 2 + r with |r| ≤ ln 2 / 2. Adding 1.5·2²³ rounds to an integer, which then stands in the low bits.
struct ck_reduced {
  float remainder;
  int32_t exponent;
};

CK_INLINE struct ck_reduced ck_reduce_exponent(float x) {
  const float shift = 12582912.0f;
  float shifted = x * 1.44269504f + shift;
  float n = shifted - shift;
  // ln 2 in two parts; the first has nine significant bits, so its product with n is exact.
  float remainder = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  return (struct ck_reduced){remainder, (int32_t)(ck_bits(shifted) - ck_bits(shift))};
}

// eʳ − 1 for |r| ≤ ln 2 / 2.
CK_INLINE float ck_expm1_core(float r) {
  float q = 0.000199171074f;
  q = q * r + 0.00139472843f;
  q = q * r + 0.00833326671f;
  q = q * r + 0.0416662544f;
  q = q * r + 0.166666672f;
  q = q * r + 0.5f;
  return r + r * r * q;
}

CK_INLINE float ck_power_of_two(int32_t n) { return ck_from_bits((uint32_t)(n + 127) << 23); }

// eˣ; denormal results are right, overflow gives infinity.
CK_INLINE float ck_exp(float x) {
  struct ck_reduced reduced = ck_reduce_exponent(ck_clamp(x, -104.0f, 89.0f));
  // Two factors: neither overflows where the result does not.
  int32_t half = reduced.exponent >> 1;
  float value = 1.0f + ck_expm1_core(reduced.remainder);
  return value * ck_power_of_two(half) * ck_power_of_two(reduced.exponent - half);
}

// eˣ − 1 without cancellation, for x ≤ 88 (larger arguments give a large number, not infinity).
CK_INLINE float ck_expm1(float x) {
  struct ck_reduced reduced = ck_reduce_exponent(ck_clamp(x, -30.0f, 88.0f));
  float scale = ck_power_of_two(reduced.exponent);
  return scale * ck_expm1_core(reduced.remainder) + (scale - 1.0f);
}

// log x; −∞ at 0, NaN below.
CK_INLINE float ck_log(float x) {
  int tiny = x < 1.17549435e-38f;
  uint32_t bits = ck_bits(tiny ? x * 8388608.0f : x) + (0x3f800000u - 0x3f3504f3u);
  float k = (float)((int32_t)(bits >> 23) - 127 - (tiny ? 23 : 0));
  float f = ck_from_bits((bits & 0x007fffffu) + 0x3f3504f3u) - 1.0f;
  float s = f / (2.0f + f), z = s * s;
  float tail = z * (0.666667759f + z * (0.399772853f + z * 0.298791826f));
  float half_square = 0.5f * f * f;
  float value = k * 0.693359375f + (f - (half_square - (s * (half_square + tail) + k * -2.12194440e-4f)));
  value = x == __builtin_inff() ? x : value;
  value = x == 0.0f ? -__builtin_inff() : value;
  return x >= 0.0f ? value : __builtin_nanf("");
}

// log(1 + u) for 0 ≤ u ≤ 1.
CK_INLINE float ck_log1p_unit(float u) {
  float s = u / (2.0f + u), z = s * s;
  float p = 0.243009523f;
  p = p * z + 0.214276522f;
  p = p * z + 0.286168844f;
  p = p * z + 0.39998877f;
  p = p * z + 0.666666746f;
  return 2.0f * s + s * z * p;
}

CK_INLINE float ck_sigmoid(float x) { return 1.0f / (1.0f + ck_exp(-x)); }

CK_INLINE float ck_tanh(float x) {
  float m = ck_expm1(2.0f * ck_clamp(ck_absolute(x), 0.0f, 10.0f));
  return ck_with_sign(m / (m + 2.0f), x);
}

// log(1 + eˣ)
CK_INLINE float ck_softplus(float x) {
  float positive = x < 0.0f ? 0.0f : x;
  return positive + ck_log1p_unit(ck_exp(-ck_absolute(x)));
}

// e^(z²)·erfc z for z ≥ 0, as t·P(t) with t = 3 / (3 + z).
CK_INLINE float ck_scaled_erfc(float z) {
  float t = 3.0f / (3.0f + z);
  float p = 0.0552116372f;
  p = p * t + -0.289384156f;
  p = p * t + 0.529174328f;
  p = p * t + -0.432346612f;
  p = p * t + 0.396070987f;
  p = p * t + 0.00213456899f;
  p = p * t + 0.190717116f;
  p = p * t + 0.17173636f;
  p = p * t + 0.188648015f;
  p = p * t + 0.188037753f;
  return t * p;
}

CK_INLINE float ck_erf_core(float x) {
  float z = x * x;
  float p = 7.88910911e-05f;
  p = p * z + -0.000802083814f;
  p = p * z + 0.00518953521f;
  p = p * z + -0.0268544443f;
  p = p * z + 0.112836003f;
  p = p * z + -0.37612626f;
  p = p * z + 1.12837911f;
  return x * p;
}

CK_INLINE float ck_erf(float x) {
  float magnitude = ck_absolute(x);
  float tail = 1.0f - ck_exp(-magnitude * magnitude) * ck_scaled_erfc(ck_clamp(magnitude, 0.0f, 10.0f));
  return magnitude < 1.0f ? ck_erf_core(x) : ck_with_sign(tail, x);
}

// Φ(x), the normal distribution function; small values keep their relative accuracy.
CK_INLINE float ck_normal_distribution(float x) {
  float z = x * 0.707106781f;
  float magnitude = ck_absolute(z);
  float tail = 0.5f * ck_exp(-0.5f * x * x) * ck_scaled_erfc(ck_clamp(magnitude, 0.0f, 10.0f));
  float side = z < 0.0f ? tail : 1.0f - tail;
  return magnitude < 0.5f ? 0.5f + 0.5f * ck_erf_core(z) : side;
}

CK_INLINE float ck_normal_density(float x) { return 0.398942280f * ck_exp(-0.5f * x * x); }

// Rounding by adding 2²³ to the magnitude; halves go to the even neighbour.
CK_INLINE float ck_round(float x) {
  float magnitude = ck_absolute(x);
  float rounded = ck_with_sign((magnitude + 8388608.0f) - 8388608.0f, x);
  return magnitude < 8388608.0f ? rounded : x;
}

CK_INLINE float ck_floor(float x) {
  float rounded = ck_round(x);
  return rounded > x ? rounded - 1.0f : rounded;
}

CK_INLINE float ck_ceil(float x) {
  float rounded = ck_round(x);
  return rounded < x ? ck_with_sign(rounded + 1.0f, x) : rounded;
}

#endif
