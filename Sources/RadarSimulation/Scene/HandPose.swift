internal import Foundation

/// Where a hand is and how it is held.
struct HandPose: Sendable {
  /// The middle of the palm.
  var centre: SIMD3<Double>
  /// Turn about the vertical axis, nod about the sideways one, and roll about the forearm, in radians.
  ///
  /// At zero the palm faces down and the fingers point at the radar.
  var yaw = 0.0, pitch = 0.0, roll = 0.0
  /// 0: fingers stretched, 1: a fist.
  var curl = 0.0
  /// Where a stretched thumb points in the vertical plane through the forearm: 0 ahead, π/2 up; nil lays it beside the
  /// fingers.
  var thumbElevation: Double?

  /// Turns a vector of the hand into the room: roll, then pitch, then yaw.
  func rotated(_ v: SIMD3<Double>) -> SIMD3<Double> {
    let (sr, cr, sp, cp, sy, cy) = (sin(roll), cos(roll), sin(pitch), cos(pitch), sin(yaw), cos(yaw))
    let rolled = SIMD3(cr * v.x + sr * v.z, v.y, cr * v.z - sr * v.x)
    let nodded = SIMD3(rolled.x, cp * rolled.y - sp * rolled.z, sp * rolled.y + cp * rolled.z)
    return SIMD3(cy * nodded.x - sy * nodded.y, sy * nodded.x + cy * nodded.y, nodded.z)
  }
}
