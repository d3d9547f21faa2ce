// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/spec/OptionTable.h"

namespace vitrine::spec {

// How the values of options are read and written; a bad one becomes a problem of the target.

void addProblem(OptionTarget &target, const Option &option, std::string_view sentence);

/// A path of this computer as the shell meant it.
std::string hostPath(const Surroundings &surroundings, const std::string &path);

/// False after a problem.
bool readSizeInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> &out);
bool readCountInto(OptionTarget &target, const Option &option, const std::string &value,
                   std::optional<std::uint64_t> &out);

enum class RateKind { Bytes, Operations };
void readRateInto(OptionTarget &target, const Option &option, const std::string &value,
                  std::optional<std::uint64_t> IoLimit::*member, RateKind kind);

void readCpus(OptionTarget &target, const Option &option, const std::string &value);
void readRootfs(OptionTarget &target, const Option &option, const std::string &value);
void readEntrypoint(OptionTarget &target, const Option &option, const std::string &value);
void readDevice(OptionTarget &target, const Option &option, const std::string &value);
void readVolume(OptionTarget &target, const Option &option, const std::string &value);
void readTmpfs(OptionTarget &target, const Option &option, const std::string &value);
void readMount(OptionTarget &target, const Option &option, const std::string &value);
void readEnv(OptionTarget &target, const Option &option, const std::string &value);
void readStopTimeout(OptionTarget &target, const Option &option, const std::string &value);

void writeEntrypoint(const ContainerSpec &spec, OptionWords &words);
// Rows keep their order, so one option writes all of them.
void writeIo(const ContainerSpec &spec, OptionWords &words);
void writeDevices(const ContainerSpec &spec, OptionWords &words);
void writeMounts(const ContainerSpec &spec, OptionWords &words);

} // namespace vitrine::spec
