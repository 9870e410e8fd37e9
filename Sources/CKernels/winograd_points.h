#ifndef CHAFF_WINOGRAD_POINTS_H
#define CHAFF_WINOGRAD_POINTS_H
#include "fused_panels.h"

// The transforms of Winograd's F(4×4, 3×3): 3 taps and 6 inputs give 4 results by way of the values of polynomials at
// 0, ±A, ±B and infinity. With A = 5/8 and B = 3/2 the rounding error is less than half of that of the usual ±1, ±2, and
// A², B² and their product are still exact.

enum { CK_TILE = 6, CK_TILE_STEP = 4, CK_TILE_CELLS = CK_TILE * CK_TILE };

#define CK_NEAR 0.625f
#define CK_FAR 1.5f
#define CK_NEAR_SQUARE (CK_NEAR * CK_NEAR)
#define CK_FAR_SQUARE (CK_FAR * CK_FAR)

// One line of the input transform Bᵀ.
CK_INLINE void ck_to_points(const ck_lanes d[CK_TILE], ck_lanes v[CK_TILE]) {
  ck_lanes even = ck_plus(d[4], -CK_FAR_SQUARE, d[2]), odd = CK_NEAR * ck_plus(d[3], -CK_FAR_SQUARE, d[1]);
  v[1] = even + odd;
  v[2] = even - odd;
  even = ck_plus(d[4], -CK_NEAR_SQUARE, d[2]), odd = CK_FAR * ck_plus(d[3], -CK_NEAR_SQUARE, d[1]);
  v[3] = even + odd;
  v[4] = even - odd;
  const float sum = CK_NEAR_SQUARE + CK_FAR_SQUARE, product = CK_NEAR_SQUARE * CK_FAR_SQUARE;
  v[0] = ck_plus(ck_plus(d[4], -sum, d[2]), product, d[0]);
  v[5] = ck_plus(ck_plus(d[5], -sum, d[3]), product, d[1]);
}

// One line of the output transform Aᵀ.
CK_INLINE void ck_from_points(const ck_lanes m[CK_TILE], ck_lanes y[CK_TILE_STEP]) {
  ck_lanes near = m[1] + m[2], far = m[3] + m[4], slope = m[1] - m[2], steep = m[3] - m[4];
  y[0] = m[0] + near + far;
  y[1] = ck_plus(CK_NEAR * slope, CK_FAR, steep);
  y[2] = ck_plus(CK_NEAR_SQUARE * near, CK_FAR_SQUARE, far);
  y[3] = ck_plus(ck_plus(m[5], CK_NEAR * CK_NEAR_SQUARE, slope), CK_FAR * CK_FAR_SQUARE, steep);
}

// The filter transform G w Gᵀ of 3×3 taps, in double precision.
CK_INLINE void ck_filter_points(const float w[9], double u[CK_TILE_CELLS]) {
  const double a = CK_NEAR, b = CK_FAR;
  const double near = 2 * a * a * (a * a - b * b), far = 2 * b * b * (b * b - a * a);
  const double g[CK_TILE][3] = {{1 / (a * a * b * b), 0, 0},       {1 / near, a / near, a * a / near},
                                {1 / near, -a / near, a * a / near}, {1 / far, b / far, b * b / far},
                                {1 / far, -b / far, b * b / far},    {0, 0, 1}};
  for (int i = 0; i < CK_TILE; ++i)
    for (int j = 0; j < CK_TILE; ++j) {
      double sum = 0;
      for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 3; ++column) sum += g[i][row] * w[row * 3 + column] * g[j][column];
      u[i * CK_TILE + j] = sum;
    }
}

#endif
