import Foundation

/// One job of the demonstration: what it needs, and the command that does it.
struct DemoScene {
  let title: String
  let task: String
  let model: String
  let data: String
  /// The run folder.
  let output: String
  /// Of the command, without model, data and the folder it writes.
  let settings: [String]

  var arguments: [String] { ["attack", task, model, "--data", data] + settings + ["--output", output] }
  var missing: [String] { [data, model].filter { !FileManager.default.fileExists(atPath: $0) } }

  /// The jobs in the order of the page: recordings first, then what pictures of lesions are made to say.
  static func all(data: String, models: String, output: String, quick: Bool) -> [DemoScene] {
    let radar = DemoScene(
      title: "Radar: only the padding after the recording may change, by at most 8/255", task: "radar",
      model: models + "/radar-conv3d/model.yaml", data: data + "/radar-default", output: output + "/radar-padding",
      settings: [
        "--recordings", "subject:21", "--attack", "pgd", "--size", "8/255", "--steps", quick ? "10" : "40",
        "--region", "padding",
      ])
    return [radar]
      + DemoGoal.all.map { goal in
        DemoScene(
          title: goal.title, task: "segmentation", model: models + "/skin-unet/model.yaml",
          data: data + "/skin-default", output: output + "/" + goal.folder, settings: goal.settings(quick: quick))
      }
  }
}

/// A mask that the demonstration has the network draw, in a clinician's words.
private struct DemoGoal {
  let title: String
  let folder: String
  let target: String
  let attack: String
  /// The largest change of a value, of a range of 1.
  let size: String
  /// As `--goal` has it.
  let success: String

  func settings(quick: Bool) -> [String] {
    [
      "--samples", quick ? Self.smallest[0] : Self.smallest.joined(separator: ","), "--target", target,
      "--attack", attack, "--norm", "linf", "--size", size, "--goal", success, "--steps", quick ? "20" : "80",
    ]
  }

  /// The four smallest lesions of the embedded twelve: those that are found early.
  private static let smallest = ["lesion_0003", "lesion_0004", "lesion_0007", "lesion_0010"]

  static let all = [
    DemoGoal(
      title: "Segmentation: another patient’s lesion is drawn, no value changed by more than 12/255",
      folder: "lesion-of-another", target: "sample:lesion_0005", attack: "asma", size: "12/255", success: "0.95"),
    DemoGoal(
      title: "Segmentation: the lesion is drawn 30 % larger, no value changed by more than 8/255",
      folder: "lesion-grown", target: "grow:30%,lesion", attack: "apgd", size: "8/255", success: "0.95"),
    DemoGoal(
      title: "Segmentation: the lesion is erased, no value changed by more than 16/255",
      folder: "lesion-erased", target: "erase:lesion", attack: "apgd", size: "16/255", success: "pixels:0.99"),
  ]
}
