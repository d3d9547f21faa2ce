// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "privhelper/bus/Authorizer.h"

namespace vitrine::bus {

/// For a private bus on behalf of one account, which has shown elsewhere (sudo) that it may do everything: that account
/// may, and nobody else may do anything.
class OwnerAuthorizer : public Authorizer {
public:
    explicit OwnerAuthorizer(std::uint32_t ownerUid)
        : m_ownerUid(ownerUid)
    {
    }

    void check(const Question &question, std::function<void(Result<>)> answer) override
    {
        if (question.uid == m_ownerUid)
            return answer({});
        answer(
            failure(ErrorCode::NotAuthorized, question.action + " is not granted: this helper serves another account"));
    }

    void describe(daemon::HelperFacts &facts) override
    {
        facts.authorizationDetail = "this helper serves one account alone and asks nobody";
    }

private:
    std::uint32_t m_ownerUid;
};

} // namespace vitrine::bus
