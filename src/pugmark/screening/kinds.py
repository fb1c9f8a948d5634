"""What kind of animal a group is, seen as a thing of trade: a hide, a tusk, a shell, a live bird.

Features name the kind beside the role (``animal.reptile``), because a reptile beside a bag is
leather, and an elephant beside a bag is a picture. Plants and fungi are all of one kind.
"""

from __future__ import annotations

from typing import Final

_KINDS: Final = {
    "reptile": "chameleons, crocodiles, geckos, iguanas, lizards, monitor lizards, snakes",
    "turtle": "freshwater turtles, sea turtles, tortoises, turtles",
    "amphibian": "frogs and toads, salamanders and newts",
    "tusker": "elephants, hippos, mammoths, narwhals, rhinos, walruses, whales, "
    "wild pigs and peccaries",
    "cat": "bears, big cats, small cats, wolves and wild dogs",
    "fur": "anteaters and armadillos, bats, beavers and other rodents, civets, foxes, "
    "hedgehogs and moles, mink and weasels, mongooses and hyenas, otters, pangolins, "
    "porcupines, possums and koalas, rabbits and hares, raccoons and red pandas, "
    "rats and hamsters, seals and sea lions, squirrels",
    "hoof": "antelopes, camels and llamas, cattle, deer, giraffes and zebras, horses, kangaroos, "
    "musk deer, ostriches and emus, pigs, saiga antelopes, serows and gorals, sheep and goats, "
    "tapirs, vicunas and guanacos, wild cattle and bison, wild sheep and goats",
    "monkey": "gibbons, great apes, lemurs and bushbabies, macaques, monkeys, slow lorises",
    "bird": "birds of paradise, birds of prey, budgies and cockatiels, canaries and finches, "
    "chickens and turkeys, cockatoos, cranes and bustards, crows and magpies, ducks and geese, "
    "hornbills, hummingbirds, macaws, other birds, owls, parrots, peafowl, "
    "pheasants and partridges, pigeons and doves, seabirds and penguins, songbirds, "
    "storks and flamingos, toucans",
    "insect": "ants bees and wasps, beetles, butterflies and moths, cicadas, "
    "crickets and grasshoppers, leeches and worms, mantises and stick insects, other insects, "
    "silk moths, spiders and scorpions",
    "shell": "corals, crabs and lobsters, giant clams, nautiluses, oysters and pearls, "
    "sea cucumbers, snails and seashells, sponges and jellyfish, squid and octopus, "
    "starfish and urchins",
    "fish": "aquarium fish, arowanas, bony fish, dolphins, dugongs and manatees, eels, rays, "
    "reef fish, seahorses, sharks, sturgeons, totoabas",
    "pet": "cats, dogs",
    "fossil": "dinosaurs and fossils",
    "any": "wild animals",
}

KIND_OF: Final[dict[str, str]] = {
    group: kind for kind, groups in _KINDS.items() for group in groups.split(", ")
}
"""Kind by group of animals, for every animal group of the lexicon."""
