"""Paragraphs of two stories that pages and dumps of several stories are made of."""

BARGE = (
    "The swing bridge over the harbour of Skelwick was shut on Friday after a barge struck its central pier.",
    "Engineers of the county found a crack as long as an arm below the waterline, the harbour office said.",
    "Buses will go round by Holm Cross for two weeks, which adds half an hour to the way to school for many.",
    "The owner of the barge said that the rudder had jammed and that the company would pay for all repairs.",
    "Divers will look at the bridge and its pier once more on Monday, when the water in the harbour is low.",
    "Until then nobody may walk or drive across the bridge, not even the keeper, who lives on its far side.",
)
STORE = (
    "The council of Ardmoor voted to sell the old grain store beside the railway to a maker of wooden toys.",
    "Opponents wanted the store to become a hall for concerts and handed in a petition with nine hundred names.",
    "The buyer has promised to keep the brick front and to take on forty people from the town in three years.",
    "The price was not made public, but two members of the council spoke of slightly less than a million.",
    "The oldest grain in the store was weighed in 1887, and the last of it left for the mill in the summer.",
    "A guided walk through the store will be held on Sunday, for the last time before the builders come in.",
)
