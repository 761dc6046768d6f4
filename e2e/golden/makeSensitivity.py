"""Measures how far float32 rounding must be expected to move the paper case's gradients.

    PYTHONPATH=FOLDER_OF_tdgan_reference_AND_make_golden python3 makeSensitivity.py paper

A ReLU or a max pool that sits within rounding of its switching point may fall either way, and some
millions of them stand between the generator's weights and its loss. So: everything in float64, the
weights multiplied by 1 + 5e-7 times normal noise, which moves the generated image by about 1.7e-6
of its norm, as rounding does in the engine's WASM run. sensitivity.json holds, per gradient, the
largest relative L2 change over four such runs. (PyTorch's float32 run is one throw of the same dice.)
"""
import json, pathlib, sys
import numpy as np
import torch
from make_golden import build, noise, step_zero_gradients
from tdgan_reference import Config, Weights

folder = pathlib.Path(__file__).parent / sys.argv[1]
case = json.loads((folder / 'case.json').read_text())
raw = (folder / 'inputs.safetensors').read_bytes()
size = int.from_bytes(raw[:8], 'little')
inputs = {}
for name, entry in json.loads(raw[8:8 + size]).items():
    a, b = entry['data_offsets']
    inputs[name] = torch.from_numpy(np.frombuffer(raw[8 + size + a:8 + size + b], '<f4').reshape(entry['shape']).astype(np.float64))
config = Config(**case['config'])
labels = torch.tensor(case['face_labels']), torch.tensor(case['expression_labels'])


def gradients(seed):
    t = build(config, Weights(), torch.float64)
    generator = torch.Generator().manual_seed(seed)
    if seed:
        for module in t.modules().values():
            for p in module.parameters():
                p.data *= 1 + 5e-7 * torch.randn(p.shape, generator=generator)
    noises = [noise(config, case['batch'], f'noise.step0.{i}', torch.float64) for i in range(3)]
    return step_zero_gradients(t, inputs['face'], labels[0], inputs['expression'], labels[1], noises)


truth = gradients(0)
worst = {key: 0.0 for key in truth}
for seed in (1, 2, 3, 4):
    for key, g in gradients(seed).items():
        worst[key] = max(worst[key], float((g - truth[key]).norm() / truth[key].norm()))
(folder / 'sensitivity.json').write_text(json.dumps({k: float(f'{v:.3g}') for k, v in worst.items()}, indent=0))
