internal import Graphs

enum KernelFactory {
  static func kernel(for operation: any Operation, inputs: [[Int]], outputs: [[Int]]) throws(EngineError) -> any Kernel {
    throw EngineError(operation.description, "is not supported by the engine")
  }
  static func maxPoolGradient(_ operation: MaxPoolGradient, inputs: [[Int]], masksNonPositive: Bool) throws(EngineError) -> any Kernel {
    throw EngineError(operation.description, "is not supported by the engine")
  }
}
