"""Writes the numbers that the start-up self-check compares a backend's gradients with.

    python3 makeSelfCheck.py > ../../src/engine/selfCheckNumbers.json      (needs PyTorch)

A miniature of TDGAN with every kind of layer and loss that it has, in float64. Parameter k holds
0.4 sin(1 + 0.7 i + 13 k) at flat index i in the playground's own layout (NHWC, [h,w,in,out],
[h,w,out,in] for transposed convolutions, [in,out] for dense layers), plus 1 for gains, so no weight
file is needed. Stored for each parameter's gradient: its shape, its L2 norm, and its dot product
with sin(0.3 + 1.1 i), which no permutation or sign error leaves alone.
"""
import json
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
params = []


def sequence(count, k):
    return torch.sin(1 + 0.7 * torch.arange(count) + 13 * k)


def param(*shape, base=0.0):
    """Returns the parameter in PyTorch's layout; the leaf in ours goes into `params`."""
    count = int(torch.tensor(shape).prod())
    p = (base + 0.4 * sequence(count, len(params))).reshape(shape).requires_grad_()
    params.append(p)
    return p.permute(3, 2, 0, 1) if len(shape) == 4 else p


def norm(x, eps, gain=None, offset=None):
    return F.relu(F.instance_norm(x, weight=gain, bias=offset, eps=eps))


def conv_norm_relu(size, cin, cout):
    kernel, gain, offset = param(size, size, cin, cout), param(cout, base=1.0), param(cout)
    return lambda x: norm(F.conv2d(x, kernel, padding=size // 2), 1e-3, gain, offset)


def conv_bias(size, cin, cout):
    kernel, bias = param(size, size, cin, cout), param(cout)
    return lambda x: F.conv2d(x, kernel, bias, padding=size // 2)


def dense(cin, cout):
    kernel, bias = param(cin, cout), param(cout)
    return lambda x: x @ kernel + bias


conv1 = conv_norm_relu(5, 1, 4)
branches = [[conv_norm_relu(1, 4, 2)],
            [conv_norm_relu(1, 4, 2), conv_norm_relu(3, 2, 2)],
            [conv_norm_relu(1, 4, 2), conv_norm_relu(3, 2, 2), conv_norm_relu(3, 2, 2)]]
mix = conv_bias(1, 6, 4)
residual = conv_bias(3, 4, 4)
up, image = param(4, 4, 3, 4), param(3, 3, 1, 3)
fc1, fc2, fc3 = dense(64, 6), dense(6, 6), dense(6, 3)

x = (0.5 + 0.5 * sequence(2 * 8 * 8, 100)).reshape(2, 8, 8, 1).permute(0, 3, 1, 2)
labels = torch.tensor([2, 0])
h = F.max_pool2d(conv1(x), 3, 2, ceil_mode=True)
outs = []
for branch in branches:
    y = h
    for layer in branch:
        y = layer(y)
    outs.append(y)
h = F.relu(h + 0.17 * mix(torch.cat(outs, 1)))
features = h + F.relu(residual(h))
drawn = norm(F.conv_transpose2d(features, up, stride=2, padding=1), 1e-5)
drawn = torch.sigmoid(F.conv_transpose2d(drawn, image, padding=1))
logits = fc3(F.relu(fc2(F.relu(fc1(features.permute(0, 2, 3, 1).flatten(1))))))
loss = F.cross_entropy(logits, labels) + 5 * F.l1_loss(drawn, x) + F.mse_loss(features, torch.ones_like(features))
loss.backward()
rows = []
for p in params:
    g = p.grad.flatten()
    rows.append(dict(shape=list(p.shape), norm=float(g.norm()), dot=float(g @ torch.sin(0.3 + 1.1 * torch.arange(len(g))))))
print('{"loss": %r, "gradients": [\n%s\n]}' % (loss.item(), ',\n'.join(json.dumps(r) for r in rows)))
