internal import Foundation

/// What a server says of a model: `GET v2/models/NAME` of the Open Inference Protocol, version 2.
struct ModelMetadata: Decodable, Equatable {
  struct TensorFacts: Decodable, Equatable {
    let name: String
    let datatype: String
    /// −1 where any extent will do, as for the batch.
    let shape: [Int]
  }

  let name: String
  let platform: String?
  /// Servers that know nothing of the model's tensors leave these out.
  let inputs: [TensorFacts]?
  let outputs: [TensorFacts]?

  init(parsing body: Data, from address: String) throws(RemoteVictimError) {
    do {
      self = try JSONDecoder().decode(ModelMetadata.self, from: body)
    } catch {
      throw RemoteVictimError(
        address, "the answer is no model metadata of the Open Inference Protocol, version 2",
        remedy: "check that the address is that of the server, without v2/models")
    }
  }
}
