import Foundation
import RemoteVictims
import Testing

/// Servers that hang, through real connections; how long anything takes is not looked at.
@Suite struct TimeoutTests {
  @Test func aServerThatNeverAnswersIsATimeoutThatSaysWhereAndWhatToDo() throws {
    let listener = try LocalListener()
    let settings = RemoteVictimSettings(retries: 1, timeout: 0.2)
    let error = #expect(throws: RemoteVictimError.self) {
      try RemoteVictim(address: listener.address, model: "linear", settings: settings)
    }
    #expect(
      error?.description == "\(listener.address)/v2/models/linear: no usable answer after 2 tries: no answer within "
        + "0.2 s; check that the server runs and the model is loaded, or allow more time")
    // A try that gives up while the machine is busy may not have got as far as a connection.
    #expect(listener.countConnections() <= 2)
  }

  /// The system's client counts time-outs in whole seconds: one of less than a second must not be none at all.
  @Test func anAnswerWithinATimeoutOfLessThanASecondIsHeard() throws {
    let listener = try LocalListener(
      answer: "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    let settings = RemoteVictimSettings(retries: 5, timeout: 0.9)
    let error = #expect(throws: RemoteVictimError.self) {
      try RemoteVictim(address: listener.address, model: "linear", settings: settings)
    }
    #expect(
      error?.description
        == "\(listener.address)/v2/models/linear: the server answered with status 404; check the model's name")
  }
}
