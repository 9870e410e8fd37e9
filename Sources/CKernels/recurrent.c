#include "recurrent.h"

// What one sample needs in one step. `gates` holds h·rᵀ on entry and the activated gates on return; `extra` is the rest
// of the row of the reserve.
struct step {
  const float *projected, *bias, *recurrent_bias, *before;
  float *gates, *extra, *after;
};

CK_INLINE void lstm_step(struct step s, const float *cell_before, ptrdiff_t hidden) {
  const float *restrict p = s.projected, *restrict b = s.bias, *restrict q = s.recurrent_bias, *c = cell_before;
  float *restrict gates = s.gates, *restrict cell = s.extra, *restrict h = s.after;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    ptrdiff_t o = j + hidden, f = o + hidden, g = f + hidden;
    float input = ck_sigmoid(gates[j] + p[j] + (b[j] + q[j]));
    float output = ck_sigmoid(gates[o] + p[o] + (b[o] + q[o]));
    float forget = ck_sigmoid(gates[f] + p[f] + (b[f] + q[f]));
    float candidate = ck_tanh(gates[g] + p[g] + (b[g] + q[g]));
    float state = forget * c[j] + input * candidate;
    gates[j] = input;
    gates[o] = output;
    gates[f] = forget;
    gates[g] = candidate;
    cell[j] = state;
    h[j] = output * ck_tanh(state);
  }
}

// The update and reset gates, and, for the cell that resets before its product, r∘h.
CK_INLINE void gru_gates(struct step s, float *restrict reset, ptrdiff_t hidden) {
  const float *restrict p = s.projected, *restrict b = s.bias, *restrict q = s.recurrent_bias, *h = s.before;
  float *restrict gates = s.gates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < 2 * hidden; ++j) gates[j] = ck_sigmoid(gates[j] + p[j] + (b[j] + q[j]));
  if (!reset) return;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) reset[j] = gates[hidden + j] * h[j];
}

CK_INLINE void gru_state(struct step s, const int is_linear, ptrdiff_t hidden) {
  const float *restrict p = s.projected + 2 * hidden, *restrict b = s.bias + 2 * hidden;
  const float *restrict q = s.recurrent_bias + 2 * hidden, *h = s.before;
  float *restrict gates = s.gates, *restrict term = s.extra, *restrict after = s.after;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float update = gates[j], recurrent;
    if (is_linear) {
      term[j] = gates[2 * hidden + j] + q[j];
      recurrent = gates[hidden + j] * term[j];
    } else {
      recurrent = term[j] + q[j];
    }
    float candidate = ck_tanh(p[j] + b[j] + recurrent);
    gates[2 * hidden + j] = candidate;
    after[j] = (1.0f - update) * candidate + update * h[j];
  }
}

CK_INLINE void rnn_step(struct step s, const int is_tanh, ptrdiff_t hidden) {
  const float *restrict p = s.projected, *restrict b = s.bias, *restrict q = s.recurrent_bias;
  float *restrict gates = s.gates, *restrict extra = s.extra, *restrict after = s.after;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float sum = gates[j] + p[j] + (b[j] + q[j]);
    float h = is_tanh ? ck_tanh(sum) : sum < 0.0f ? 0.0f : sum;
    gates[j] = after[j] = h;
    extra[j] = 0.0f;
  }
}

// Where some samples stand: the state before the step, rows `hidden` apart, and the cell state, rows apart as given.
struct position {
  const float *h, *c;
  ptrdiff_t c_row;
};

CK_INLINE struct step sample_step(const ck_recurrent_layer *l, const ck_recurrent_memory *m, struct position at,
                                  ptrdiff_t time, ptrdiff_t sample, ptrdiff_t k) {
  ptrdiff_t width = ck_gate_count(l->cell) * l->hidden, row = ck_step_row(l, time, sample + k);
  float *gates = m->reserve + row * ck_reserve_width(l);
  return (struct step){m->projected + (time * l->batch + sample + k) * width, m->bias, m->bias + width,
                       at.h + k * l->hidden, gates, gates + width, m->y + row * l->hidden};
}

CK_INLINE void gru_reset_first(const ck_recurrent_layer *l, const ck_recurrent_memory *m, struct position at,
                               ptrdiff_t time, ptrdiff_t sample, ptrdiff_t count) {
  ptrdiff_t hidden = l->hidden, row = ck_reserve_width(l);
  float *reserve = m->reserve + ck_step_row(l, time, sample) * row;
  float *reset = m->scratch + ck_state_row(l, sample) * hidden;
  ck_panel_product_inline(at.h, hidden, m->panels, reserve, row, count, hidden, 2 * hidden, 0);
  for (ptrdiff_t k = 0; k < count; ++k)
    gru_gates(sample_step(l, m, at, time, sample, k), reset + k * hidden, hidden);
  const float *last = m->panels + ck_panel_count(hidden, 2 * hidden);
  ck_panel_product_inline(reset, hidden, last, reserve + 3 * hidden, row, count, hidden, hidden, 0);
  for (ptrdiff_t k = 0; k < count; ++k) gru_state(sample_step(l, m, at, time, sample, k), 0, hidden);
}

CK_INLINE void one_product_step(const ck_recurrent_layer *l, const ck_recurrent_memory *m, struct position at,
                                ptrdiff_t time, ptrdiff_t sample, ptrdiff_t count) {
  ptrdiff_t hidden = l->hidden, row = ck_reserve_width(l);
  float *reserve = m->reserve + ck_step_row(l, time, sample) * row;
  ck_panel_product_inline(at.h, hidden, m->panels, reserve, row, count, hidden, row - hidden, 0);
  for (ptrdiff_t k = 0; k < count; ++k) {
    struct step s = sample_step(l, m, at, time, sample, k);
    switch (l->cell) {
      case CK_LSTM: lstm_step(s, at.c + k * at.c_row, hidden); break;
      case CK_RNN_TANH: rnn_step(s, 1, hidden); break;
      case CK_RNN_RELU: rnn_step(s, 0, hidden); break;
      default:
        gru_gates(s, NULL, hidden);
        gru_state(s, 1, hidden);
        break;
    }
  }
}

CK_CLONES void ck_recurrent(const ck_recurrent_layer *layer, const ck_recurrent_memory *memory, ptrdiff_t first_sample,
                            ptrdiff_t end_sample) {
  const ck_recurrent_layer l = *layer;
  const ck_recurrent_memory m = *memory;
  ptrdiff_t count = end_sample - first_sample, state = ck_state_row(&l, first_sample) * l.hidden;
  int is_lstm = l.cell == CK_LSTM;
  struct position at = {m.h0 + state, is_lstm ? m.c0 + state : NULL, l.hidden};
  for (ptrdiff_t place = 0; place < l.steps; ++place) {
    ptrdiff_t time = ck_time(&l, place), row = ck_step_row(&l, time, first_sample);
    if (l.cell == CK_GRU) gru_reset_first(&l, &m, at, time, first_sample, count);
    else one_product_step(&l, &m, at, time, first_sample, count);
    at.h = m.y + row * l.hidden;
    if (!is_lstm) continue;
    at.c = m.reserve + row * ck_reserve_width(&l) + 4 * l.hidden;
    at.c_row = ck_reserve_width(&l);
  }
  for (ptrdiff_t k = 0; k < count; ++k) {
    size_t size = (size_t)l.hidden * sizeof(float);
    memcpy(m.yh + state + k * l.hidden, at.h + k * l.hidden, size);
    if (is_lstm) memcpy(m.yc + state + k * l.hidden, at.c + k * at.c_row, size);
  }
}
