#include "recurrent.h"

// What one sample needs in one step back: `dh` is the cotangent of the state after the step on entry, and what of it
// passes beside the product on return; `dgates` those before the activations.
struct step {
  const float *gates, *extra, *before;
  float *dh, *dc, *dgates;
};

CK_INLINE void lstm_step(struct step s, const float *cell_before, ptrdiff_t hidden) {
  const float *restrict gates = s.gates, *restrict cell = s.extra, *restrict before = cell_before;
  float *restrict dh = s.dh, *restrict dc = s.dc, *restrict dgates = s.dgates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float input = gates[j], output = gates[j + hidden], forget = gates[j + 2 * hidden];
    float candidate = gates[j + 3 * hidden], t = ck_tanh(cell[j]);
    float d = dc[j] + dh[j] * output * (1.0f - t * t);
    dgates[j] = d * candidate * input * (1.0f - input);
    dgates[j + hidden] = dh[j] * t * output * (1.0f - output);
    dgates[j + 2 * hidden] = d * before[j] * forget * (1.0f - forget);
    dgates[j + 3 * hidden] = d * input * (1.0f - candidate * candidate);
    dc[j] = d * forget;
  }
}

// `handed` receives what the product of the last gate gets: its cotangent times the reset gate.
CK_INLINE void gru_linear_step(struct step s, float *restrict recurrent, ptrdiff_t hidden) {
  const float *restrict gates = s.gates, *restrict term = s.extra, *restrict h = s.before;
  float *restrict dh = s.dh, *restrict dgates = s.dgates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float update = gates[j], reset = gates[j + hidden], candidate = gates[j + 2 * hidden], d = dh[j];
    float dcandidate = d * (1.0f - update) * (1.0f - candidate * candidate);
    float dupdate = d * (h[j] - candidate) * update * (1.0f - update);
    float dreset = dcandidate * term[j] * reset * (1.0f - reset);
    dgates[j] = recurrent[j] = dupdate;
    dgates[j + hidden] = recurrent[j + hidden] = dreset;
    dgates[j + 2 * hidden] = dcandidate;
    recurrent[j + 2 * hidden] = dcandidate * reset;
    dh[j] = d * update;
  }
}

CK_INLINE void gru_candidate(struct step s, ptrdiff_t hidden) {
  const float *restrict gates = s.gates, *restrict h = s.before;
  float *restrict dh = s.dh, *restrict dgates = s.dgates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float update = gates[j], candidate = gates[j + 2 * hidden], d = dh[j];
    dgates[j] = d * (h[j] - candidate) * update * (1.0f - update);
    dgates[j + 2 * hidden] = d * (1.0f - update) * (1.0f - candidate * candidate);
    dh[j] = d * update;
  }
}

// `handed` is the cotangent of r∘h.
CK_INLINE void gru_reset(struct step s, const float *restrict handed, ptrdiff_t hidden) {
  const float *restrict gates = s.gates, *restrict h = s.before;
  float *restrict dh = s.dh, *restrict dgates = s.dgates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float reset = gates[j + hidden];
    dgates[j + hidden] = handed[j] * h[j] * reset * (1.0f - reset);
    dh[j] += handed[j] * reset;
  }
}

CK_INLINE void rnn_step(struct step s, const int is_tanh, ptrdiff_t hidden) {
  const float *restrict gates = s.gates;
  float *restrict dh = s.dh, *restrict dgates = s.dgates;
  CK_ELEMENTWISE
  for (ptrdiff_t j = 0; j < hidden; ++j) {
    float h = gates[j];
    dgates[j] = is_tanh ? dh[j] * (1.0f - h * h) : h > 0.0f ? dh[j] : 0.0f;
  }
}

CK_INLINE struct step sample_step(const ck_recurrent_layer *l, const ck_recurrent_gradient_memory *m,
                                  const float *before, ptrdiff_t time, ptrdiff_t sample, ptrdiff_t k) {
  ptrdiff_t width = ck_gate_count(l->cell) * l->hidden, state = ck_state_row(l, sample + k) * l->hidden;
  const float *gates = m->reserve + ck_step_row(l, time, sample + k) * ck_reserve_width(l);
  return (struct step){gates, gates + width, before + k * l->hidden, m->dh + state,
                       l->cell == CK_LSTM ? m->dc + state : NULL,
                       m->dgates + (time * l->batch + sample + k) * width};
}

CK_INLINE void step_back(const ck_recurrent_layer *l, const ck_recurrent_gradient_memory *m, const float *h,
                         const float *c, ptrdiff_t c_row, ptrdiff_t time, ptrdiff_t sample, ptrdiff_t count) {
  ptrdiff_t hidden = l->hidden, width = ck_gate_count(l->cell) * hidden, state = ck_state_row(l, sample);
  float *dgates = m->dgates + (time * l->batch + sample) * width, *dh = m->dh + state * hidden;
  float *scratch = m->scratch + state * 4 * hidden;
  for (ptrdiff_t k = 0; k < count; ++k) {
    struct step s = sample_step(l, m, h, time, sample, k);
    switch (l->cell) {
      case CK_LSTM: lstm_step(s, c + k * c_row, hidden); break;
      case CK_GRU: gru_candidate(s, hidden); break;
      case CK_GRU_LINEAR: gru_linear_step(s, scratch + k * 3 * hidden, hidden); break;
      case CK_RNN_TANH: rnn_step(s, 1, hidden); break;
      case CK_RNN_RELU: rnn_step(s, 0, hidden); break;
    }
  }
  if (l->cell == CK_GRU) {
    const float *last = m->panels + ck_panel_count(2 * hidden, hidden);
    ck_panel_product_inline(dgates + 2 * hidden, width, last, scratch, hidden, count, hidden, hidden, 0);
    for (ptrdiff_t k = 0; k < count; ++k)
      gru_reset(sample_step(l, m, h, time, sample, k), scratch + k * hidden, hidden);
    ck_panel_product_inline(dgates, width, m->panels, dh, hidden, count, 2 * hidden, hidden, 1);
  } else if (l->cell == CK_GRU_LINEAR) {
    ck_panel_product_inline(scratch, 3 * hidden, m->panels, dh, hidden, count, 3 * hidden, hidden, 1);
  } else {
    ck_panel_product_inline(dgates, width, m->panels, dh, hidden, count, width, hidden, 0);
  }
}

CK_CLONES void ck_recurrent_gradient(const ck_recurrent_layer *layer, const ck_recurrent_gradient_memory *memory,
                                     ptrdiff_t first_sample, ptrdiff_t end_sample) {
  const ck_recurrent_layer l = *layer;
  const ck_recurrent_gradient_memory m = *memory;
  ptrdiff_t count = end_sample - first_sample, size = count * l.hidden;
  ptrdiff_t state = ck_state_row(&l, first_sample) * l.hidden, reserve_width = ck_reserve_width(&l);
  int is_lstm = l.cell == CK_LSTM;
  memcpy(m.dh + state, m.dyh + state, (size_t)size * sizeof(float));
  if (is_lstm) memcpy(m.dc + state, m.dyc + state, (size_t)size * sizeof(float));
  for (ptrdiff_t place = l.steps - 1; place >= 0; --place) {
    ptrdiff_t time = ck_time(&l, place);
    const float *dy = m.dy + ck_step_row(&l, time, first_sample) * l.hidden;
    float *dh = m.dh + state;
    for (ptrdiff_t j = 0; j < size; ++j) dh[j] += dy[j];
    ptrdiff_t before = place > 0 ? ck_step_row(&l, ck_time(&l, place - 1), first_sample) : 0;
    const float *h = place > 0 ? m.y + before * l.hidden : m.h0 + state;
    const float *c = !is_lstm ? NULL : place > 0 ? m.reserve + before * reserve_width + 4 * l.hidden : m.c0 + state;
    step_back(&l, &m, h, c, place > 0 ? reserve_width : l.hidden, time, first_sample, count);
  }
}

CK_CLONES void ck_recurrent_weight_terms(const ck_recurrent_layer *layer, const ck_recurrent_gradient_memory *memory,
                                         float *before, float *reset, ptrdiff_t first_sample, ptrdiff_t end_sample) {
  const ck_recurrent_layer l = *layer;
  const ck_recurrent_gradient_memory m = *memory;
  ptrdiff_t hidden = l.hidden, width = ck_gate_count(l.cell) * hidden;
  for (ptrdiff_t place = 0; place < l.steps; ++place) {
    ptrdiff_t time = ck_time(&l, place);
    for (ptrdiff_t sample = first_sample; sample < end_sample; ++sample) {
      const float *h = place > 0 ? m.y + ck_step_row(&l, ck_time(&l, place - 1), sample) * hidden
                                 : m.h0 + ck_state_row(&l, sample) * hidden;
      ptrdiff_t row = time * l.batch + sample;
      memcpy(before + row * hidden, h, (size_t)hidden * sizeof(float));
      if (l.cell != CK_GRU && l.cell != CK_GRU_LINEAR) continue;
      const float *gate = m.reserve + ck_step_row(&l, time, sample) * ck_reserve_width(&l) + hidden;
      const float *factor = l.cell == CK_GRU ? h : m.dgates + row * width + 2 * hidden;
      float *restrict to = reset + row * hidden;
      for (ptrdiff_t j = 0; j < hidden; ++j) to[j] = gate[j] * factor[j];
    }
  }
}
