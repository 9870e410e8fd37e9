#ifndef CHAFF_CLONES_H
#define CHAFF_CLONES_H
#include <stddef.h>
#include <stdint.h>

// A function marked CK_CLONES is compiled several times and the best copy for the running processor is chosen when the
// program is loaded. Elsewhere (other systems, other processors) one plain copy is compiled.
//
// All copies give the same bits: no fused multiply-add, no reordering; wide sums have lanes of a fixed number.
#if defined(__x86_64__) && defined(__linux__) && defined(__clang__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif

// Helpers are inlined so that they are compiled for the instruction set of the clone.
#define CK_INLINE static inline __attribute__((always_inline))

// Before a loop whose iteration i touches element i only: results may overwrite arguments of the same address.
#define CK_ELEMENTWISE _Pragma("clang loop vectorize(assume_safety)")

// The natural vector: one AVX-512 register, two of AVX2, four of SSE or NEON. Loads need no alignment.
#define CK_LANES 16
typedef float ck_lanes __attribute__((ext_vector_type(CK_LANES), aligned(4)));
typedef int32_t ck_lane_mask __attribute__((ext_vector_type(CK_LANES)));  // of a comparison: 0 or −1 in each lane
typedef double ck_double_lanes __attribute__((ext_vector_type(CK_LANES), aligned(8)));

CK_INLINE ptrdiff_t ck_least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
CK_INLINE ptrdiff_t ck_greatest(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

#endif
