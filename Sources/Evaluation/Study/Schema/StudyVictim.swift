/// One network of a study and how good it is before anybody attacks it.
public struct StudyVictim: Sendable, Codable, Equatable {
  /// Unique within the study.
  public var name: String
  /// What it is: "radar-conv3d"; two victims with one architecture differ in their training data alone.
  public var architecture: String
  /// What it was trained on, in words: "radar-default, subjects 1-6".
  ///
  /// Two victims with the same words were trained on the same data.
  public var trainingData: String
  public var parameterCount: Int?
  /// The defence that it carries, when it is in the study as one: "adversarial training against padding".
  public var defence: String?
  /// Rightly classified of the study's recordings, framed as the victim's card says.
  public var cleanAccuracy: Proportion
  public var perClass: [StudyClassRow]
  /// `[true class][predicted class]`.
  public var confusion: [[Int]]

  public init(
    name: String, architecture: String, trainingData: String, parameterCount: Int? = nil, defence: String? = nil,
    cleanAccuracy: Proportion, perClass: [StudyClassRow], confusion: [[Int]]
  ) {
    self.name = name
    self.architecture = architecture
    self.trainingData = trainingData
    self.parameterCount = parameterCount
    self.defence = defence
    self.cleanAccuracy = cleanAccuracy
    self.perClass = perClass
    self.confusion = confusion
  }
}

/// One true class of a victim's clean accuracy.
public struct StudyClassRow: Sendable, Codable, Equatable {
  public var `class`: Int
  public var name: String
  public var accuracy: Proportion

  public init(class label: Int, name: String, accuracy: Proportion) {
    self.class = label
    self.name = name
    self.accuracy = accuracy
  }
}
