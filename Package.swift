// swift-tools-version: 6.1
import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift library room of the house; docs/architecture.md says what lives in which.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a room.
///
/// Scripts that make reference numbers, and the files they made, lie beside them and are no sources.
func tests(_ name: String, _ dependencies: [Target.Dependency], bundlesFixtures: Bool = false) -> Target {
  let folder = Context.packageDirectory + "/Tests/\(name)Tests"
  let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  let others = entries.filter { $0 == "Fixtures" && !bundlesFixtures || $0.hasSuffix(".py") }.sorted()
  return .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: others,
    resources: bundlesFixtures ? [.copy("Fixtures")] : nil, swiftSettings: settings)
}

let package = Package(
  name: "chaff",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "chaff", targets: ["chaff"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg62-turbo-dev"]), .brew(["jpeg-turbo"])]),
    .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"]), .brew(["libtiff"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CDNNL", providers: [.apt(["libdnnl-dev"]), .brew(["onednn"])]),
    .systemLibrary(
      name: "CKissFFT", providers: [.apt(["libkissfft-dev"]), .brew(["kissfft"])]),
    .target(name: "CHDF5Reader", dependencies: ["CHDF5"]),
    .target(name: "COneDNN", dependencies: ["CDNNL"], linkerSettings: [.linkedLibrary("dnnl")]),
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off"])], linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CImageCodecs", dependencies: ["CPNG", "CJPEG", "CTIFF"]),

    room("Tensors", ["CCrypto", "CZlib"]),
    room("HDF5", ["CHDF5", "CHDF5Reader", "Tensors"]),
    room("Images", ["CImageCodecs", "Tensors"]),
    room("Graphs", ["Tensors"]),
    room("Engine", ["Graphs", "COneDNN", "COpenBLAS", "CKernels"]),
    .target(
      name: "ONNX", dependencies: ["Graphs", "Tensors", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["Schema/onnx.proto", "Schema/README.md"], swiftSettings: settings),
    room("Networks", ["Graphs", "Tensors"]),
    room("Fourier", ["CKissFFT"]),
    room("Radar", ["Fourier", "Tensors", "HDF5"]),
    room("RadarSimulation", ["HDF5", "Radar", "Tensors"]),
    room("Volumes", ["Images", "Tensors"]),
    room("Segmentation", ["Tensors", "Images", "Volumes"]),
    room("ImageClassification", ["Images", "Radar", "Tensors"]),
    room("Attacks", ["CKernels", "Tensors"]),
    room("RemoteVictims", ["Attacks", "Tensors"]),
    room("Explanations", ["Attacks", "Tensors"]),
    room("Evaluation", ["Attacks", "Explanations", "Tensors", "HDF5"]),
    room("Training", ["Attacks", "Engine", "Evaluation", "Graphs", "Networks", "Tensors"]),
    room("Reports", ["Evaluation", "Images", "Tensors"]),
    room(
      "Victims",
      ["Attacks", "Engine", "Explanations", "Graphs", "ONNX", "Tensors", .product(name: "Yams", package: "Yams")]),
    .executableTarget(
      name: "chaff",
      dependencies: [
        "CKernels", "RemoteVictims", "Tensors", "HDF5", "Images", "Graphs", "Engine", "ONNX", "Radar", "Segmentation",
        "Attacks",
        "Explanations", "ImageClassification", "Volumes",
        "Evaluation", "Reports", "Victims", "Networks", "Training", "Fourier", "RadarSimulation",
        .product(name: "Yams", package: "Yams"), .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings,
      linkerSettings: [.linkedLibrary("m")]),

    // Central differences, random tensors, mutated files, linear victims: what several test targets share.
    .target(
      name: "TestSupport", dependencies: ["Tensors", "Graphs"], path: "Tests/TestSupport", swiftSettings: settings),
    tests("Tensors", ["TestSupport"]),
    tests("HDF5", ["TestSupport", "Tensors"]),
    tests("Images", ["TestSupport", "Tensors"]),
    tests("Graphs", ["TestSupport", "Tensors"], bundlesFixtures: true),
    tests("Engine", ["TestSupport", "CKernels", "Graphs", "Tensors"]),
    tests("ONNX", ["TestSupport", "Graphs", "Tensors"], bundlesFixtures: true),
    tests("Networks", ["TestSupport", "Graphs", "Engine", "ONNX", "Tensors"], bundlesFixtures: true),
    tests("Training", ["TestSupport", "Attacks", "Evaluation", "Networks", "Tensors"], bundlesFixtures: true),
    tests("Fourier", ["TestSupport"]),
    tests("Radar", ["TestSupport", "Tensors", "HDF5"]),
    tests("RadarSimulation", ["TestSupport", "Radar", "Tensors", "HDF5"]),
    tests("Volumes", ["TestSupport", "Images", "Tensors"]),
    tests("Segmentation", ["TestSupport", "Tensors", "Images", "Volumes"]),
    tests("ImageClassification", ["TestSupport", "Tensors", "Images", "Radar"]),
    tests("Attacks", ["TestSupport", "Tensors"]),
    tests("RemoteVictims", ["TestSupport", "Tensors", "Attacks"]),
    tests("Explanations", ["TestSupport", "Tensors", "Attacks"]),
    tests("Evaluation", ["TestSupport", "Tensors", "Attacks", "Explanations", "HDF5"]),
    tests("Reports", ["TestSupport", "Tensors", "Evaluation", "Images"]),
    tests("Victims", ["TestSupport", "Tensors", "Attacks", "Engine", "ONNX", "Graphs"]),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["chaff", "Engine", "Graphs", "HDF5", "Images", "ONNX", "TestSupport", "Tensors"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
