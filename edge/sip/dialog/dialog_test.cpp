#include "edge/sip/dialog/dialog.hpp"

#include <gtest/gtest.h>

#include "edge/sip/dialog/test_messages.hpp"

namespace sip::dialog {
namespace {

using State = Dialog::State;
constexpr std::string_view contact = "Contact: <sip:bob@b.example>\r\n";

Dialog uac(std::string_view more = contact, int status = 200) {
    Parsed const request(invite());
    Parsed const response(answer(status, "bo", more));
    return *Dialog::as_uac(request.view(), response.view(), true);
}
Dialog uas(std::string_view more = "Contact: <sip:alice@a.example>\r\n") {
    Parsed const request(invite(more));
    return *Dialog::as_uas(request.view(), "bo", 200, true);
}

TEST(Dialog, TheUacTakesItsStateFromTheResponse_Rfc3261_12_1_2) {
    auto const dialog =
        uac("Record-Route: <sip:p2;lr;x=1>, <sip:p1;lr>\r\nContact: <sip:bob@b.example;a=b>\r\n");
    EXPECT_EQ(dialog.id(), (DialogId{"call1", "al", "bo"}));
    EXPECT_EQ(dialog.state(), State::confirmed);
    EXPECT_EQ(dialog.remote_target(), "sip:bob@b.example;a=b");
    EXPECT_EQ(dialog.route_set(), (std::vector<std::string>{"<sip:p1;lr>", "<sip:p2;lr;x=1>"}));
    EXPECT_EQ(dialog.local_sequence(), 7U);
    EXPECT_EQ(dialog.remote_sequence(), std::nullopt);
    EXPECT_FALSE(dialog.secure());
}

TEST(Dialog, TheUasTakesItsStateFromTheRequest_Rfc3261_12_1_1) {
    auto const dialog =
        uas("Record-Route: <sip:p2;lr>\r\nRecord-Route: <sip:p1;lr>\r\nContact: <sip:alice@a.example>\r\n");
    EXPECT_EQ(dialog.id(), (DialogId{"call1", "bo", "al"}));
    EXPECT_EQ(dialog.route_set(), (std::vector<std::string>{"<sip:p2;lr>", "<sip:p1;lr>"}));
    EXPECT_EQ(dialog.remote_target(), "sip:alice@a.example");
    EXPECT_EQ(dialog.local_sequence(), std::nullopt);
    EXPECT_EQ(dialog.remote_sequence(), 7U);
}

TEST(Dialog, OnlyProvisionalResponsesWithATagAndSuccessesMakeOne_Rfc3261_12_1) {
    Parsed const request(invite());
    auto const made = [&](int status, std::string_view tag, std::string_view more) {
        Parsed const response(answer(status, tag, more));
        auto const dialog = Dialog::as_uac(request.view(), response.view(), true);
        return dialog ? std::optional(dialog->state()) : std::nullopt;
    };
    EXPECT_EQ(made(100, "bo", contact), std::nullopt);
    EXPECT_EQ(made(180, "", contact), std::nullopt);
    EXPECT_EQ(made(180, "bo", contact), State::early);
    EXPECT_EQ(made(180, "bo", ""), State::early);
    EXPECT_EQ(made(200, "bo", contact), State::confirmed);
    EXPECT_EQ(made(200, "", contact), State::confirmed);
    EXPECT_EQ(made(200, "bo", ""), std::nullopt);
    EXPECT_EQ(made(200, "bo", "Contact: <mailto:bob@b.example>\r\n"), std::nullopt);
    EXPECT_EQ(made(300, "bo", contact), std::nullopt);
    EXPECT_EQ(made(486, "bo", contact), std::nullopt);
}

TEST(Dialog, ARequestWithoutContactMakesNone) {
    Parsed const request(invite(""));
    EXPECT_FALSE(Dialog::as_uas(request.view(), "bo", 200, true));
}

TEST(Dialog, ALooseRouteKeepsTheTargetInTheRequestUri_Rfc3261_12_2_1_1) {
    auto dialog = uac("Record-Route: <sip:p2;lr>,<sip:p1;lr;x=y>\r\nContact: <sip:bob@b.example>\r\n");
    auto const head = dialog.next_request("BYE", 1);
    EXPECT_EQ(head.request_uri, "sip:bob@b.example");
    EXPECT_EQ(head.route, (std::vector<std::string>{"<sip:p1;lr;x=y>", "<sip:p2;lr>"}));
    EXPECT_EQ(head.from, "<sip:alice@contoso.com>;tag=al");
    EXPECT_EQ(head.to, "<sip:bob@fabrikam.com>;tag=bo");
    EXPECT_EQ(head.call_id, "call1");
    EXPECT_EQ(head.cseq, 8U);
}

TEST(Dialog, AStrictRouteTakesTheRequestUri_Rfc3261_12_2_1_1) {
    auto dialog = uas(
        "Record-Route: <sip:p1;method=BYE;x=1?h=v>,<sip:p2>,<sip:p3;lr>\r\nContact: <sip:user@remoteua>\r\n");
    auto const head = dialog.next_request("INFO", 1);
    EXPECT_EQ(head.request_uri, "sip:p1;x=1");
    EXPECT_EQ(head.route, (std::vector<std::string>{"<sip:p2>", "<sip:p3;lr>", "<sip:user@remoteua>"}));
}

TEST(Dialog, AUserPartMayHoldTheMarksOfParameters_Rfc3261_25_1) {
    auto dialog = uas("Record-Route: <sip:p;y?z@p1;method=BYE;x=1?h=v>\r\nContact: <sip:user@remoteua>\r\n");
    EXPECT_EQ(dialog.next_request("INFO", 1).request_uri, "sip:p;y?z@p1;x=1");
}

TEST(Dialog, WithoutARouteSetThereIsNoRoute) {
    auto dialog = uac();
    EXPECT_TRUE(dialog.next_request("BYE", 1).route.empty());
}

TEST(Dialog, NumbersGrowByOneAndAnAckHasThatOfItsInvite_Rfc3261_12_2_1_1) {
    auto caller = uac();
    EXPECT_EQ(caller.next_request("INVITE", 1).cseq, 8U);
    EXPECT_EQ(caller.ack(8).cseq, 8U);
    EXPECT_EQ(caller.ack(8).method, "ACK");
    EXPECT_EQ(caller.next_request("BYE", 1).cseq, 9U);
    auto callee = uas();
    EXPECT_EQ(callee.next_request("BYE", 100).cseq, 100U);
    EXPECT_EQ(callee.next_request("BYE", 100).cseq, 101U);
}

TEST(Dialog, RequestsComeInOrderAndMayLeaveGaps_Rfc3261_12_2_2) {
    auto dialog = uas();
    auto const order = [&](std::uint32_t number) {
        Parsed const request(invite(contact, "sip:bob@b.example", "bo", number, "INFO"));
        return dialog.on_request(request.view());
    };
    EXPECT_EQ(order(8), Dialog::Order::in_order);
    EXPECT_EQ(order(12), Dialog::Order::in_order);
    EXPECT_EQ(order(11), Dialog::Order::out_of_order);
    EXPECT_EQ(order(12), Dialog::Order::out_of_order);
    EXPECT_EQ(dialog.remote_sequence(), 12U);
    auto caller = uac();
    Parsed const first(invite(contact, "sip:alice@a.example", "al", 3, "INFO"));
    EXPECT_EQ(caller.on_request(first.view()), Dialog::Order::in_order);
    EXPECT_EQ(caller.remote_sequence(), 3U);
}

TEST(Dialog, ATargetRefreshMovesTheTargetAndNothingElse_Rfc3261_12_2) {
    auto dialog = uac();
    Parsed const refresh(
        invite("Record-Route: <sip:new;lr>\r\nContact: <sip:bob@other>\r\n", "sip:a@a", "al", 3));
    dialog.refresh_target(refresh.view());
    EXPECT_EQ(dialog.remote_target(), "sip:bob@other");
    EXPECT_TRUE(dialog.route_set().empty());
    Parsed const without(invite("", "sip:a@a", "al", 4));
    dialog.refresh_target(without.view());
    EXPECT_EQ(dialog.remote_target(), "sip:bob@other");
}

TEST(Dialog, TheSuccessConfirmsAnEarlyDialogAndGivesTheRouteSet_Rfc3261_13_2_2_4) {
    auto dialog = uac("Contact: <sip:bob@b.example>\r\n", 180);
    EXPECT_EQ(dialog.state(), State::early);
    static_cast<void>(dialog.next_request("PRACK", 1));
    Parsed const success(answer(200, "bo", "Record-Route: <sip:p1;lr>\r\nContact: <sip:bob@late>\r\n"));
    dialog.confirm(success.view());
    EXPECT_EQ(dialog.state(), State::confirmed);
    EXPECT_EQ(dialog.route_set(), std::vector<std::string>{"<sip:p1;lr>"});
    EXPECT_EQ(dialog.remote_target(), "sip:bob@late");
    EXPECT_EQ(dialog.local_sequence(), 8U);
    dialog.terminate();
    EXPECT_EQ(dialog.state(), State::terminated);
}

TEST(Dialog, IsFoundByItsTagsWhicheverEndWeAre_Rfc3261_12) {
    Parsed const request(invite(contact, "sip:a@a", "bo", 8));
    EXPECT_EQ(id_of_request(request.view()), uas().id());
    Parsed const response(answer(200));
    EXPECT_EQ(id_of_response(response.view()), uac().id());
    Parsed const outside(invite());
    EXPECT_EQ(id_of_request(outside.view()), std::nullopt);
}

TEST(Dialog, SecureIsASipsUriOverTls_Rfc3261_12_1) {
    Parsed const request(invite("Contact: <sips:alice@a.example>\r\n", "sips:bob@fabrikam.com"));
    EXPECT_TRUE(Dialog::as_uas(request.view(), "bo", 200, true)->secure());
    EXPECT_FALSE(Dialog::as_uas(request.view(), "bo", 200, false)->secure());
    EXPECT_TRUE(Dialog::as_uas(request.view(), "bo", 200, false)->needs_sips_contact());
    Parsed const by_route(invite("Record-Route: <sips:p1;lr>\r\nContact: <sip:alice@a.example>\r\n"));
    EXPECT_TRUE(Dialog::as_uas(by_route.view(), "bo", 200, true)->needs_sips_contact());
    EXPECT_FALSE(uas().needs_sips_contact());
}

TEST(Dialog, EndsByWhatItsRequestsMeet_Rfc3261_12_2_1_2) {
    for (int const status : {481, 408, 0}) EXPECT_TRUE(Dialog::ends_dialog(status));
    for (int const status : {200, 404, 486, 500}) EXPECT_FALSE(Dialog::ends_dialog(status));
}

TEST(Dialog, ItsRequestsAreReadable) {
    auto dialog = uac("Record-Route: <sip:p1;lr>\r\nContact: <sip:bob@b.example>\r\n");
    sansio::ByteBuffer out;
    write(dialog.next_request("BYE", 1), "Via: SIP/2.0/TLS a;branch=z9hG4bKb\r\nMax-Forwards: 70\r\n", "",
          out);
    auto const view = MessageView::parse(out.text());
    ASSERT_TRUE(view);
    EXPECT_EQ(view->request_uri(), "sip:bob@b.example");
    EXPECT_EQ(view->method(), Method::bye);
    EXPECT_EQ(view->top(ListHeader::route)->text, "<sip:p1;lr>");
}

}  // namespace
}  // namespace sip::dialog
