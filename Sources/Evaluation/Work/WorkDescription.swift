/// What a folder of work says first about itself: what was asked for, with what, on what.
package protocol WorkDescription: Codable, Equatable, Sendable {
  /// What differs from another description in what decides results, in words; empty where work may go on.
  func conflicts(with other: Self) -> [String]
}

extension ExperimentDescription: WorkDescription {}
extension RunDescription: WorkDescription {}
extension SegmentationStudyDescription: WorkDescription {}
extension StudyDescription: WorkDescription {}
