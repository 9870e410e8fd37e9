import Attacks
import Foundation
import RemoteVictims
import Tensors
import TestSupport
import Testing

@Suite struct RemoteVictimTests {
  private static func victim(
    _ transport: ScriptedTransport, _ settings: RemoteVictimSettings = RemoteVictimSettings(),
    inputShape: [Int]? = nil, waits: @escaping (Double) -> Void = { _ in }
  ) throws -> RemoteVictim {
    try RemoteVictim(
      address: "http://localhost:1", model: "linear", inputShape: inputShape, output: nil, settings: settings,
      transport: PatientTransport(
        transport, retries: settings.retries, requestsPerSecond: settings.requestsPerSecond, wait: waits, now: { 0 }))
  }

  private static var linear: ScriptedTransport { ScriptedTransport([{ LinearServer.reply(to: $0) }]) }

  private static func inputs(_ scalars: [Float]) -> Tensor { Tensor(shape: [scalars.count / 2, 2], scalars: scalars) }

  @Test(arguments: RemoteVictimSettings.Encoding.allCases)
  func theServedModelAnswersAsItIs(encoding: RemoteVictimSettings.Encoding) throws {
    let victim = try Self.victim(Self.linear, RemoteVictimSettings(encoding: encoding, largestBatch: 2))
    #expect(victim.inputShape == [2] && victim.outputShape == [2] && victim.access == .scores)
    let logits = try victim.logits(of: Self.inputs([0.1, 0.2, 0.3, -0.4, 1e-20, 3.4e38]))
    #expect(logits.shape == [3, 2])
    // As the server computes them, in single precision: nothing may be lost on the way.
    let sums: [Float] = [0.1 as Float + 0.2, 0.3 as Float - 0.4, 3.4e38]
    let doubles: [Float] = [0.2, 0.6, 2e-20]
    #expect(logits.scalars == zip(sums, doubles).flatMap { [$0, $1] })
    #expect(victim.queries == 4)
  }

  @Test func whatJSONCannotSayIsNotSent() throws {
    let transport = ScriptedTransport([{ LinearServer.reply(to: $0) }])
    let victim = try Self.victim(transport, RemoteVictimSettings(encoding: .json))
    let asked = transport.questions.count
    let error = #expect(throws: RemoteVictimError.self) {
      try victim.logits(of: Tensor(shape: [2, 2], scalars: [0, 1, .nan, 2]))
    }
    #expect(error?.what == "an input holds nan, which JSON cannot say")
    #expect(transport.questions.count == asked)
  }

  @Test func aServerThatTakesNoBinaryTensorsIsAskedInJSON() throws {
    let transport = ScriptedTransport([
      { question in
        question.headers["Inference-Header-Content-Length"] == nil
          ? LinearServer.reply(to: question) : .json("Input should be a valid dictionary", status: 422)
      }
    ])
    let victim = try Self.victim(transport)
    #expect(victim.encoding == .json)
    #expect(try victim.logits(of: Self.inputs([1, 2])).scalars == [3, 2])
    #expect(throws: RemoteVictimError.self) {
      try Self.victim(transport, RemoteVictimSettings(encoding: .binary))
    }
  }

  @Test func anAttackThatNeedsGradientsIsRefusedBeforeItStarts() throws {
    let victim = try Self.victim(Self.linear)
    let attack = GradientAttack.fgsm(budget: Budget(norm: .linf, size: 0.1, bounds: 0...1))
    let problem = AttackProblem(
      id: "a", clean: Tensor(shape: [2], scalars: [0.2, 0.1]), region: .all([2]), goal: .untargeted(label: 1))
    let error = #expect(throws: AttackError.self) { try attack.run([problem], against: victim) }
    #expect(error?.description.contains("needs gradients") == true)
    #expect(victim.queries == 1)
  }

  @Test func failuresThatMayPassAreTriedAgainWithGrowingWaits() throws {
    var waits: [Double] = []
    var failures = 0
    let transport = ScriptedTransport([
      { question in
        failures += 1
        switch failures {
        case 2: return .json("busy", status: 503)
        case 3: return .failure(TransportFailure(reason: "reset", mayPass: true))
        case 4: return .json("slow down", status: 429, headers: ["Retry-After": "7"])
        default: return LinearServer.reply(to: question)
        }
      }
    ])
    let victim = try Self.victim(transport, waits: { waits.append($0) })
    #expect(waits == [0.25, 0.5, 7])
    // Three tries that failed and one that did not were all sent; the budget counts what attacks ask.
    #expect(try victim.logits(of: Self.inputs([1, 2])).scalars == [3, 2])
  }

  @Test func aServerThatStaysBrokenIsGivenUp() throws {
    let transport = ScriptedTransport([
      { LinearServer.reply(to: $0) }, { LinearServer.reply(to: $0) }, { _ in .json("cannot allocate", status: 500) },
    ])
    let victim = try Self.victim(transport, RemoteVictimSettings(retries: 2))
    let error = #expect(throws: RemoteVictimError.self) { try victim.logits(of: Self.inputs([1, 2])) }
    #expect(error?.what.contains("after 3 tries") == true && error?.what.contains("cannot allocate") == true)
    #expect(transport.questions.count == 5)
  }

  @Test func aRefusalIsNotTriedAgain() throws {
    let transport = ScriptedTransport([{ _ in .json("no such model", status: 404) }])
    let error = #expect(throws: RemoteVictimError.self) { try Self.victim(transport) }
    #expect(error?.remedy == "check the model's name" && transport.questions.count == 1)
  }

  @Test func theRateIsKept() throws {
    var (time, starts) = (0.0, [Double]())
    let transport = ScriptedTransport([
      { question in
        starts.append(time)
        return LinearServer.reply(to: question)
      }
    ])
    let patient = PatientTransport(
      transport, retries: 0, requestsPerSecond: 4, wait: { time += $0 }, now: { time })
    for _ in 0..<4 { _ = try patient.answer(to: transport.probe) }
    #expect(starts == [0, 0.25, 0.5, 0.75])
  }

  @Test func theQueryBudgetEndsIt() throws {
    let transport = Self.linear
    let victim = try Self.victim(transport, RemoteVictimSettings(queryBudget: 3, largestBatch: 2))
    _ = try victim.logits(of: Self.inputs([1, 2, 3, 4]))
    let error = #expect(throws: RemoteVictimError.self) { try victim.logits(of: Self.inputs([5, 6])) }
    #expect(error?.what.contains("query budget of 3") == true && victim.queries == 3)
  }

  @Test func whatWasAnsweredOnceIsNotAskedAgain() throws {
    let folder = try TemporaryFolder()
    let settings = RemoteVictimSettings(queryBudget: 4, cacheFolder: folder.file("answers"))
    let first = try Self.victim(Self.linear, settings)
    let logits = try first.logits(of: Self.inputs([1, 2, 3, 4]))
    let transport = Self.linear
    let second = try Self.victim(transport, settings)
    #expect(try second.logits(of: Self.inputs([3, 4, 1, 2, 9, 9])).scalars == [7, 6, 3, 2, 18, 18])
    #expect(logits.scalars == [3, 2, 7, 6] && second.queries == 2 && second.cachedAnswers == 2)
    // A damaged answer is asked for again.
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.file("answers")) {
      try Data("damaged".utf8).write(to: URL(fileURLWithPath: folder.file("answers/\(name)")))
    }
    #expect(try second.logits(of: Self.inputs([1, 2])).scalars == [3, 2] && second.queries == 3)
  }

  @Test func aModelThatIsReplacedMeanwhileIsNoticed() throws {
    let transport = ScriptedTransport([
      { LinearServer.reply(to: $0) }, { LinearServer.reply(to: $0) },
      { _ in .json(#"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,3],"data":[1,2,3]}]}"#) },
    ])
    let victim = try Self.victim(transport, RemoteVictimSettings(encoding: .json))
    let error = #expect(throws: RemoteVictimError.self) { try victim.logits(of: Self.inputs([1, 2])) }
    #expect(error?.remedy.contains("replaced") == true)
  }

  /// Whether an answer is the same again is for the checks to say; a cache gives what was answered first.
  @Test(arguments: [false, true]) func anAnswerThatChangesIsPassedOnUnlessItIsKept(isKept: Bool) throws {
    let folder = try TemporaryFolder()
    func answer(_ first: Int, _ second: Int) -> ScriptedTransport.Step {
      { _ in .json(#"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,2],"data":[\#(first),\#(second)]}]}"#) }
    }
    let transport = ScriptedTransport([
      { LinearServer.reply(to: $0) }, { LinearServer.reply(to: $0) }, answer(3, 2), answer(2, 3),
    ])
    let settings = RemoteVictimSettings(encoding: .json, cacheFolder: isKept ? folder.file("answers") : nil)
    let victim = try Self.victim(transport, settings)
    let answers = try (0..<2).map { _ in try victim.logits(of: Self.inputs([1, 2])).scalars }
    #expect(answers == [[3, 2], isKept ? [3, 2] : [2, 3]])
    #expect(victim.queries == (isKept ? 2 : 3) && victim.cachedAnswers == (isKept ? 1 : 0))
  }

  @Test(arguments: [
    "", "not json", "{}", #"{"outputs":[]}"#, #"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,2],"data":[1]}]}"#,
    #"{"outputs":[{"name":"z","datatype":"FP32","shape":[-1,2],"data":[1,2]}]}"#,
    #"{"outputs":[{"name":"z","datatype":"FP32","shape":[9223372036854775807,2],"data":[1,2]}]}"#,
    #"{"outputs":[{"name":"z","datatype":"BYTES","shape":[1,2],"data":["a","b"]}]}"#,
    #"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}]}"#,
    #"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":-8}}]}"#,
    #"{"outputs":[{"name":"w","datatype":"FP32","shape":[1,2],"data":[1,2]}]}"#,
  ])
  func answersThatAreNoneAreRefused(text: String) throws {
    let transport = ScriptedTransport([{ LinearServer.reply(to: $0) }, { _ in .json(text) }])
    #expect(throws: RemoteVictimError.self) { try Self.victim(transport) }
  }

  @Test func listsOfListsAreReadToo() throws {
    let transport = ScriptedTransport([
      { LinearServer.reply(to: $0) },
      { _ in .json(#"{"outputs":[{"name":"z","datatype":"FP32","shape":[1,2],"data":[[1,2]]}]}"#) },
    ])
    #expect(try Self.victim(transport).logits(of: Self.inputs([1, 2])).scalars == [1, 2])
  }

  @Test func addressesAndSettingsAreChecked() {
    for address in ["", "localhost", "ftp://x", "http://"] {
      #expect(throws: RemoteVictimError.self) { try RemoteVictim(address: address, model: "m") }
    }
    let settings = RemoteVictimSettings(
      requestsPerSecond: 0, retries: -1, timeout: 0, queryBudget: 0, largestBatch: 0)
    #expect(settings.complaints.count == 5)
    #expect(throws: RemoteVictimError.self) { try Self.victim(Self.linear, settings) }
  }

  @Test func theShapeMayBeGivenWhereTheServerLeavesItOpen() throws {
    let open = #"{"name":"linear","inputs":[{"name":"x","datatype":"FP32","shape":[-1,-1]}]}"#
    let steps: [ScriptedTransport.Step] = [{ _ in .json(open) }, { LinearServer.reply(to: $0) }]
    let missing = #expect(throws: RemoteVictimError.self) { try Self.victim(ScriptedTransport(steps)) }
    #expect(missing?.what == "the server leaves the input's shape open ([-1])")
    #expect(missing?.remedy == "state one sample's shape as 'inputShape', or let the server state it")
    #expect(try Self.victim(ScriptedTransport(steps), inputShape: [2]).inputShape == [2])
    let other = #expect(throws: RemoteVictimError.self) { try Self.victim(Self.linear, inputShape: [3]) }
    #expect(other?.what == "the model takes samples of [2], asked for were [3]")
    #expect(other?.remedy == "name the model that is served: its own 'card', or the right 'model' of the server")
  }
}

extension ScriptedTransport {
  fileprivate var probe: HTTPQuestion {
    HTTPQuestion(url: URL(fileURLWithPath: "/"), body: nil, headers: [:], timeout: 1)
  }
}
