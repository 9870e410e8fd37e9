import Foundation
import Radar
import RadarSimulation
import Tensors
import Testing

@Suite struct RadarSimulatorTests {
  @Test func dump() throws {
    guard let folder = ProcessInfo.processInfo.environment["SIM_DUMP"] else { return }
    let subjects = Int(ProcessInfo.processInfo.environment["SIM_SUBJECTS"] ?? "12") ?? 12
    let instances = Int(ProcessInfo.processInfo.environment["SIM_INSTANCES"] ?? "8") ?? 8
    var samples: [Float] = [], meta: [Float] = []
    let simulator = RadarSimulator(seed: 1)
    let begin = Date()
    for subject in 1...subjects {
      for gesture in GestureClass.allCases {
        for instance in 1...instances {
          let r = try simulator.recording(RecordingIdentity(gesture: gesture, subject: subject, session: 1, instance: instance))
          let t = r.maps.shape[1]
          for c in 0..<2 {
            samples += r.maps.scalars[c * t * 1024..<(c + 1) * t * 1024]
            samples += [Float](repeating: 0, count: (40 - t) * 1024)
          }
          meta += [Float(gesture.index), Float(subject), Float(instance), Float(t), Float(r.isAction.count { $0 }), Float(r.isAction.firstIndex(of: true) ?? -1)]
        }
      }
    }
    print("seconds", Date().timeIntervalSince(begin), meta.count / 6)
    try Tensor(shape: [meta.count / 6, 2, 40, 32, 32], scalars: samples).writeNPY(to: folder + "/x.npy")
    try Tensor(shape: [meta.count / 6, 6], scalars: meta).writeNPY(to: folder + "/meta.npy")
  }
}
