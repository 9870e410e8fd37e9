/// The colours of one eye.
struct FundusPigments: Sendable, Hashable {
  /// What blood takes from light per unit of way (Lambert and Beer).
  ///
  /// Most of the green, little of the red; blood without oxygen takes more of the red.
  static let arterialAbsorption = LightColour(3, 14, 17)
  static let venousAbsorption = LightColour(6.5, 19, 21)
  static let exudate = LightColour(1.0, 0.82, 0.36)

  let fundus: LightColour
  let disc: LightColour
  let cup: LightColour
}
