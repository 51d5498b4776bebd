"""The statements of the concept questions, in couples: see `statements`. Keys and order say nothing of the truth."""

Q29 = (
    {
        "differences": "A model that sees only differences r_j − r_i gives the same energy wherever the molecule is.",
        "harmonics": "The spherical harmonics Y_lm of the directions to the neighbours do not change when the "
        "molecule turns, so each of them can be fed to a network as an invariant number.",
    },
    {
        "additive": "Writing the total energy as a sum of atomic energies is what makes it independent of orientation.",
        "distances": "Every function of the interatomic distances alone has the same value before and after a "
        "rotation.",
    },
    {
        "one_turn": "Turning a few molecules about the z axis is enough to show that a model is rotation invariant.",
        "tensors": "A model may carry vectors and tensors inside and still predict an invariant energy, if they "
        "turn with the molecule and are contracted to scalars at the end.",
    },
    {
        "axes": "Turning every molecule into its principal axes before the model reads it settles the matter:"
        " the energy is then invariant and smooth for every molecule.",
        "gradient": "If the energy is rotation invariant, the forces −∂E/∂r turn with the molecule without "
        "further care.",
    },
    {
        "lattice": "In a crystal the lattice vectors must be turned together with the atoms, or the energy changes.",
        "ordered_list": "The list of all interatomic distances, in the order of the labels, is invariant to "
        "translation, to rotation and to relabelling, and needs no further care.",
    },
    {
        "centred": "Subtracting the centre of mass from the coordinates makes a model invariant to translation "
        "and to rotation.",
        "mirror": "A model may give a molecule and its mirror image different energies and still be invariant "
        "to every proper rotation.",
    },
    {
        "augmentation": "Training on many randomly turned copies makes a model of raw coordinates invariant "
        "approximately, not exactly.",
        "same_forces": "When the molecule turns, the components of the force on each atom must stay what they were.",
    },
    {
        "net_force": "That the forces on an isolated molecule add up to zero follows from translation invariance.",
        "two_kinds": "A network with equivariant features predicts an energy that depends on the orientation; only"
        " models built on distances and angles are invariant.",
    },
)

Q30 = (
    {
        "matrix": "A network that reads the whole distance matrix row by row is invariant to relabelling, "
        "because no distance depends on a label.",
        "order_of_sum": "Adding atomic energies gives the same total for every numbering of the atoms, provided that "
        "no atomic energy depends on the numbering.",
    },
    {
        "chained": "Writing the feature vectors of the neighbours one after another, in the order in which a "
        "neighbour list returns them, keeps a descriptor permutation invariant.",
        "two_hydrogens": "If two hydrogen atoms exchange their labels, the energy must stay the same, even if they are"
        " bonded to different atoms.",
    },
    {
        "any_atoms": "Permutation invariance means that any two atoms may change places, an oxygen with a hydrogen"
        " too, without a change of energy.",
        "pooled": "What an atom's descriptor says must not depend on the order in which its neighbours are "
        "listed; a sum over the neighbours sees to that.",
    },
    {
        "eigenvalues": "The eigenvalues of a Coulomb matrix, ordered by size, do not depend on how the atoms are "
        "numbered.",
        "enough": "Writing the energy as a sum over atoms is enough, by itself, to make a model permutation invariant.",
    },
    {
        "elements": "Models tell elements apart on purpose, by one network for each element or by the element as "
        "an input.",
        "sorted": "A descriptor that lists the neighbours' distances sorted by length gives forces that never jump.",
    },
    {
        "equal_share": "Permutation invariance requires that all atoms have the same atomic energy.",
        "messages": "Message-passing networks combine the messages of the neighbours by a sum, mean or maximum, "
        "because these do not depend on the order.",
    },
    {
        "average": "A model that takes the mean of the atomic energies instead of their sum is no longer "
        "permutation invariant.",
        "forces_follow": "When atoms are relabelled, the list of forces is relabelled in the same way.",
    },
    {
        "copies": "Training an ordinary network on many relabelled copies makes it exactly permutation invariant.",
        "sizes": "A sum of atomic energies also lets one model be used for systems with different numbers of atoms.",
    },
)

POOLS = {"q29": Q29, "q30": Q30}
