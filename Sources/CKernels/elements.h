// Loops that exist for Float and for bf16 are written once, in headers that are included with ELEMENTS_ARE_BFLOAT16 set
// to 0 or 1. They compute in Float: LOAD and STORE convert; KEEP stores what was loaded, which needs no rounding.
#ifndef CHAFF_ELEMENTS_H
#define CHAFF_ELEMENTS_H
#include <string.h>

#include "bfloat16.h"
#include "even_pool.h"

#if ELEMENTS_ARE_BFLOAT16
typedef ck_bfloat16 element;
#define LOAD(x) ck_widened(x)
#define STORE(x) ck_narrowed(x)
#define KEEP(x) (ck_bfloat16)(ck_bits(x) >> 16)
#define NAME(what) ck_bfloat16_##what

#define DEFINE_ACCESS(name, vector, count)                                                       \
  typedef ck_bfloat16 halves_##name __attribute__((ext_vector_type(count), aligned(2)));         \
  typedef uint32_t bits_##name __attribute__((ext_vector_type(count)));                          \
  CK_INLINE void load_##name(const element *x, vector *value) {                                  \
    bits_##name bits = __builtin_convertvector(*(const halves_##name *)x, bits_##name) << 16;    \
    memcpy(value, &bits, sizeof bits);                                                           \
  }                                                                                              \
  CK_INLINE void keep_##name(const vector *value, element *y) {                                  \
    bits_##name bits;                                                                            \
    memcpy(&bits, value, sizeof bits);                                                           \
    *(halves_##name *)y = __builtin_convertvector(bits >> 16, halves_##name);                    \
  }
#else
typedef float element;
#define LOAD(x) (x)
#define STORE(x) (x)
#define KEEP(x) (x)
#define NAME(what) ck_##what

#define DEFINE_ACCESS(name, vector, count)                                                       \
  CK_INLINE void load_##name(const element *x, vector *value) { *value = *(const vector *)x; }   \
  CK_INLINE void keep_##name(const vector *value, element *y) { *(vector *)y = *value; }
#endif

// LOAD and KEEP of several neighbours; vectors go by address, since the clones differ in how they would pass them.
DEFINE_ACCESS(lanes, ck_lanes, 16)
DEFINE_ACCESS(eight, ck_eight, 8)
DEFINE_ACCESS(four, ck_four, 4)
CK_INLINE void load_one(const element *x, float *value) { *value = LOAD(*x); }
CK_INLINE void keep_one(const float *value, element *y) { *y = KEEP(*value); }

#endif
