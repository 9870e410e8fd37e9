#ifndef CHAFF_RECURRENT_H
#define CHAFF_RECURRENT_H
#include "panels.h"
#include "vectormath.h"

#include <string.h>

CK_INLINE ptrdiff_t ck_gate_count(ck_cell cell) {
  return cell == CK_LSTM ? 4 : cell == CK_GRU || cell == CK_GRU_LINEAR ? 3 : 1;
}

CK_INLINE ptrdiff_t ck_reserve_width(const ck_recurrent_layer *l) { return (ck_gate_count(l->cell) + 1) * l->hidden; }

// The time that is read in the given place of the walk.
CK_INLINE ptrdiff_t ck_time(const ck_recurrent_layer *l, ptrdiff_t place) {
  return l->reversed ? l->steps - 1 - place : place;
}

// The row of (time, sample) in a tensor [steps, directions, batch, …], and of a sample in [directions, batch, …].
CK_INLINE ptrdiff_t ck_step_row(const ck_recurrent_layer *l, ptrdiff_t time, ptrdiff_t sample) {
  return (time * l->directions + l->direction) * l->batch + sample;
}
CK_INLINE ptrdiff_t ck_state_row(const ck_recurrent_layer *l, ptrdiff_t sample) {
  return l->direction * l->batch + sample;
}

#endif
