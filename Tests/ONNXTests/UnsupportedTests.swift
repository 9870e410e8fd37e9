import ONNX
import Testing

/// Unsupported nodes are listed all at once, each with node, operator, domain, opset and reason.
@Suite struct UnsupportedTests {
  @Test func everyUnsupportedNodeIsListed() throws {
    let nodes = try Fixture.model("unsupported").unsupported
    let expected = [
      "node '/Einsum_a': operator Einsum of ai.onnx opset 19: is not supported; export the product as MatMul and Transpose",
      "node '/If_b': operator If of ai.onnx opset 19: control flow inside a model is not supported; export with fixed "
        + "shapes, or simplify the model",
      "node '/fused': operator FusedConv of com.microsoft opset 1: operators of this domain are not supported",
      "node '/Resize_d': operator Resize of ai.onnx opset 19: mode 'cubic' is not supported",
      "node '/MaxPool_e': operator MaxPool of ai.onnx opset 19: its output 1 ('indices') is used, which is not supported",
      "node '/ArgMax_f': operator ArgMax of ai.onnx opset 19: no gradient passes through it; export the model up to its "
        + "logits",
      "node '/QuantizeLinear_g': operator QuantizeLinear of ai.onnx opset 19: quantised models have no useful gradient; "
        + "use the floating-point model",
      "node '/LSTM_h': operator LSTM of ai.onnx opset 19: peepholes (input P) are not supported",
      "node '/LSTM_i': operator LSTM of ai.onnx opset 19: sequence_lens is given; pad sequences and leave it out",
      "node '/GRU_j': operator GRU of ai.onnx opset 19: clip is not supported",
      "node '/RNN_k': operator RNN of ai.onnx opset 19: activations [\"Sigmoid\"] are not supported",
      "node '/Pad_l': operator Pad of ai.onnx opset 19: mode 'wrap' is not supported",
      "node '/BatchNormalization_m': operator BatchNormalization of ai.onnx opset 19: training_mode is set; export the "
        + "model in inference mode",
      "node '/Resize_n': operator Resize of ai.onnx opset 19: coordinate_transformation_mode 'tf_crop_and_resize' is not "
        + "supported",
    ]
    #expect(nodes.map(\.description) == expected)
  }

  @Test func loweringNamesThemAllToo() throws {
    let error = try #require(try Fixture.error("unsupported"))
    #expect(error.kind == .unsupported)
    #expect("\(error)".contains("14 unsupported nodes:"))
    #expect("\(error)".split(separator: "\n").count == 15)
  }

  @Test func functionsOfTheModelAreRefusedByName() throws {
    let node = try #require(try Fixture.model("function").unsupported.first)
    #expect(node.operatorName == "Twice")
    #expect(node.domain == "own")
    #expect(node.reason.contains("function defined inside the model"))
  }

  @Test(arguments: [6, 22])
  func opsetsOutsideTheRangeAreRefused(_ opset: Int) throws {
    let error = try #require(try Fixture.error("opset\(opset)"))
    #expect(error.kind == .unsupported)
    #expect("\(error)".contains("uses opset \(opset); supported are 7 to 21"))
  }

  @Test(arguments: [7, 21])
  func theEndsOfTheRangeAreRead(_ opset: Int) throws {
    #expect(try Fixture.error("opset\(opset)") == nil)
  }

  @Test func integerInputsAreRefused() throws {
    let error = try #require(try Fixture.error("integer_input"))
    #expect(error.kind == .unsupported)
    #expect("\(error)".contains("input x [1, 2, 4, 4] int64 is not floating-point"))
  }
}
