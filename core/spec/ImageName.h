// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace vitrine::spec {

/// "[HOST[:PORT]/]PATH[:TAG]" as registries have it: "debian:12", "localhost:5000/team/web". At most 255 bytes.
bool isRegistryName(std::string_view name);
/// A name, "NAME@sha256:…", or an id or digest or the beginning of one: what may stand where an image is wanted.
bool isImageReference(std::string_view text);

/// The name with its tag: ":latest" is added where there is none.
std::string withTag(std::string_view name);
/// Without tag and digest.
std::string_view withoutTag(std::string_view name);
/// Names its tag or a digest, so that it cannot be a program's name by accident.
bool hasTagOrDigest(std::string_view text);

/// Whether `wanted` (with or without a tag) means the image of this full name: the same, or its end behind a slash as
/// in "debian:12" for "docker.io/library/debian:12".
bool namesImage(std::string_view wanted, std::string_view fullName);

} // namespace vitrine::spec
