"""The recipe of the names model: corpora, net, training, export."""
