/// Made by generate_adc_maps.py.
enum ADCGolden {
  static let maximum: Float = 40.20097
  static let row = 1
  static let column = 64
}
