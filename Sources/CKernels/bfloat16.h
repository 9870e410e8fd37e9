#ifndef CHAFF_BFLOAT16_H
#define CHAFF_BFLOAT16_H
#include "CKernels.h"
#include "vectormath.h"

CK_INLINE float ck_widened(ck_bfloat16 x) { return ck_from_bits((uint32_t)x << 16); }

// To nearest, ties to even; a NaN stays one.
CK_INLINE ck_bfloat16 ck_narrowed(float x) {
  uint32_t bits = ck_bits(x), rounded = bits + 0x7fffu + (bits >> 16 & 1u);
  int is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
  return (ck_bfloat16)((is_nan ? bits | 0x400000u : rounded) >> 16);
}

#endif
