/// Gradient attacks made to arrive at other victims than the one that they search with.
extension AttackCatalogue {
  private static let usual = AttackDefaults(steps: 10, loss: .crossEntropy)

  static let byTransfer: [AttackEntry] = [
    AttackEntry(
      "r-fgsm", "FGSM after a random step", source: "Tramèr et al., 2018, arXiv:1705.07204",
      usual: AttackDefaults(loss: .crossEntropy)
    ) { MomentumAttack.rfgsm(budget: $0.budget, loss: $0.loss, seed: $0.seed) },
    AttackEntry("mi-fgsm", "Steps with momentum", source: "Dong et al., 2018, arXiv:1710.06081", usual: usual) {
      MomentumAttack.mifgsm(budget: $0.budget, steps: $0.steps, loss: $0.loss)
    },
    AttackEntry(
      "ni-fgsm", "Momentum that looks ahead (Nesterov)", source: "Lin et al., 2020, arXiv:1908.06281", usual: usual
    ) {
      MomentumAttack.nifgsm(budget: $0.budget, steps: $0.steps, loss: $0.loss)
    },
    AttackEntry(
      "si-fgsm", "Momentum over scaled copies of the input", source: "Lin et al., 2020, arXiv:1908.06281",
      usual: AttackDefaults(
        steps: 10, loss: .crossEntropy, options: [AttackOption("copies", 5, "copies, each half as strong as the last")])
    ) {
      MomentumAttack.sifgsm(budget: $0.budget, steps: $0.steps, copies: $0.whole("copies"), loss: $0.loss)
    },
    AttackEntry(
      "di-fgsm", "Momentum over inputs resized at random", source: "Xie et al., 2019, arXiv:1803.06978", usual: usual
    ) {
      MomentumAttack.difgsm(budget: $0.budget, steps: $0.steps, loss: $0.loss, seed: $0.seed)
    },
    AttackEntry(
      "ti-fgsm", "Momentum with a smoothed gradient", source: "Dong et al., 2019, arXiv:1904.02884",
      usual: AttackDefaults(
        steps: 10, loss: .crossEntropy,
        options: [AttackOption("reach", 7, "elements that the kernel reaches to each side")]
      )
    ) {
      MomentumAttack.tifgsm(
        budget: $0.budget, steps: $0.steps, kernel: TranslationKernel(reach: $0.whole("reach")), loss: $0.loss)
    },
    AttackEntry(
      "vmi-fgsm", "Momentum tuned by the gradient's variance", source: "Wang and He, 2021, arXiv:2103.15571",
      usual: AttackDefaults(
        steps: 10, loss: .crossEntropy, options: [AttackOption("neighbours", 20, "points around, a gradient each")])
    ) {
      MomentumAttack.vmifgsm(
        budget: $0.budget, steps: $0.steps, tuning: VarianceTuning(neighbours: $0.whole("neighbours")), loss: $0.loss,
        seed: $0.seed)
    },
    AttackEntry(
      "vni-fgsm", "Variance tuning with a look ahead", source: "Wang and He, 2021, arXiv:2103.15571",
      usual: AttackDefaults(
        steps: 10, loss: .crossEntropy, options: [AttackOption("neighbours", 20, "points around, a gradient each")])
    ) {
      MomentumAttack.vnifgsm(
        budget: $0.budget, steps: $0.steps, tuning: VarianceTuning(neighbours: $0.whole("neighbours")), loss: $0.loss,
        seed: $0.seed)
    },
  ]
}
