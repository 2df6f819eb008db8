"""How a net is trained, whatever it learns."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

Net = TypeVar("Net", bound=nn.Module)

WARM, DECAY = 0.05, 0.01
MEAN = 0.998
"""What is kept is a running mean of the weights: each step counts this much less than the one after it."""


def trained(net: Net, losses: Iterable[tuple[int, Tensor]], words: int, rate: float) -> Net:
    """Adam with warm-up and linear decay over so many words; returns the running mean of the net.

    `losses` gives, step by step, how many words the net has read and how wrong it was.
    """
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(MEAN))
    adam = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=0.0, weight_decay=DECAY)
    net.train()
    seen, total, began = 0, 0.0, time.monotonic()
    for step, (read, loss) in enumerate(losses, 1):
        done = seen / words
        for settings in adam.param_groups:
            settings["lr"] = rate * min(1.0, done / WARM) * max(0.01, 1 - done)
        adam.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        mean.update_parameters(net)
        seen, total = seen + read, total + loss.item()
        if step % 200 == 0:
            a_second = seen / (time.monotonic() - began)
            print(f"step {step}: {done:.3f} done, loss {total / 200:.4f}, {a_second:.0f} words a second", flush=True)
            total = 0.0
        if seen >= words:
            break
    averaged: Net = mean.module
    averaged.eval().requires_grad_(False)
    return averaged
