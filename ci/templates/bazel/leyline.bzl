"""Bazel: a test that fails when a proto_library breaks what a baseline promises.

    load("@leyline//ci/templates/bazel:leyline.bzl", "leyline_breaking_test")

    leyline_breaking_test(
        name = "orders_breaking_test",
        against = "orders.baseline.binpb",
        targets = [":orders_proto"],
    )

Actions see neither git nor a network, so the baseline is a descriptor set, checked in or fetched:
`leyline bindings` writes one, and so does `protoc --descriptor_set_out --include_imports`. The gate
with its approvals needs git and runs outside of Bazel.
"""

load("@rules_proto//proto:defs.bzl", "ProtoInfo")

def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"

def _leyline_breaking_test_impl(ctx):
    sets = depset(transitive = [
        target[ProtoInfo].transitive_descriptor_sets
        for target in ctx.attr.targets
    ]).to_list()
    command = [
        _quoted(ctx.executable.leyline.short_path),
        "diff",
        _quoted(ctx.file.against.short_path),
        '"$after"',
        "--fail-on",
        ctx.attr.fail_on,
        "--mode",
        ctx.attr.mode,
        "--surfaces",
        ",".join(ctx.attr.surfaces),
    ]
    for path in ctx.attr.paths:
        command += ["--path", _quoted(path)]

    # Descriptor sets one behind the other are their union.
    script = "\n".join([
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'after="${TEST_TMPDIR:-/tmp}/after.binpb"',
        "cat %s >\"$after\"" % " ".join([_quoted(one.short_path) for one in sets]),
        "exec " + " ".join(command),
        "",
    ])
    ctx.actions.write(ctx.outputs.executable, script, is_executable = True)
    return [DefaultInfo(
        runfiles = ctx.runfiles(files = sets + [ctx.file.against, ctx.executable.leyline]),
    )]

leyline_breaking_test = rule(
    implementation = _leyline_breaking_test_impl,
    test = True,
    attrs = {
        "against": attr.label(
            allow_single_file = [".binpb", ".pb", ".desc", ".fds"],
            mandatory = True,
            doc = "the descriptor set that must not be broken",
        ),
        "fail_on": attr.string(default = "breaking", values = ["breaking", "conditional"]),
        "leyline": attr.label(
            default = "@leyline//:leyline",
            executable = True,
            cfg = "exec",
            allow_single_file = True,
        ),
        "mode": attr.string(default = "backward", values = ["backward", "forward", "full", "strict"]),
        "paths": attr.string_list(doc = "only contracts below these import paths"),
        "surfaces": attr.string_list(default = ["binary", "json", "rpc"]),
        "targets": attr.label_list(providers = [ProtoInfo], mandatory = True),
    },
)
