using System.Net;
using Bridge.Server.Pairing;

namespace Bridge.Server.Tests.Pairing;

public sealed class TicketStoreTests
{
    private static readonly IPAddress Phone = IPAddress.Parse("192.168.1.20");

    private readonly ManualTime _time = new();
    private readonly TicketStore _tickets;

    public TicketStoreTests() => _tickets = new TicketStore(_time);

    [Fact]
    public void Claim_Secret_WorksOnce()
    {
        var ticket = _tickets.Issue("main");

        Assert.Equal("main", _tickets.Claim(ticket.Secret, Phone).Ticket?.Room);
        Assert.Equal((null, ClaimRefusal.NotValid), _tickets.Claim(ticket.Secret, Phone));
        Assert.Null(_tickets.ClaimCode(ticket.Code, Phone).Ticket);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public void Claim_AroundExpiry_EndsExactlyThen(int millisecondsAfter, bool valid)
    {
        var ticket = _tickets.Issue("main");

        _time.Advance(TicketStore.Lifetime + TimeSpan.FromMilliseconds(millisecondsAfter));

        Assert.Equal(valid, _tickets.Claim(ticket.Secret, Phone).Ticket is not null);
    }

    [Fact]
    public void ClaimCode_AsPeopleType_IsForgiven()
    {
        var ticket = _tickets.Issue("main");
        var typed = $" {ticket.Code[..4].ToLowerInvariant()}-{ticket.Code[4..]} ".Replace('0', 'o').Replace('1', 'l');

        Assert.NotNull(_tickets.ClaimCode(typed, Phone).Ticket);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void ClaimCode_AfterWrongGuesses_BurnsAtFive(int wrong, bool stillWorks)
    {
        var ticket = _tickets.Issue("main");
        for (var guess = 0; guess < wrong; guess++)
        {
            Assert.Null(_tickets.ClaimCode("WRONGWRONG", IPAddress.Parse($"192.168.1.{100 + guess}")).Ticket);
        }

        Assert.Equal(stillWorks, _tickets.ClaimCode(ticket.Code, Phone).Ticket is not null);
    }

    [Fact]
    public void Claim_SecretAfterItsCodeBurned_StillWorks()
    {
        var ticket = _tickets.Issue("main");
        for (var guess = 0; guess < 6; guess++)
        {
            _tickets.ClaimCode("WRONGWRONG", IPAddress.Parse($"192.168.1.{100 + guess}"));
        }

        Assert.NotNull(_tickets.Claim(ticket.Secret, Phone).Ticket);
    }

    [Fact]
    public void Claim_EleventhTryWithinAMinute_IsRefusedUntilItIsOver()
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal(ClaimRefusal.NotValid, _tickets.Claim("wrong", Phone).Refusal);
        }

        var ticket = _tickets.Issue("main");
        Assert.Equal((null, ClaimRefusal.TooManyTries), _tickets.Claim(ticket.Secret, Phone));
        Assert.NotNull(_tickets.Claim(ticket.Secret, IPAddress.Parse("192.168.1.21")).Ticket);

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(_tickets.Claim(_tickets.Issue("main").Secret, Phone).Ticket);
    }

    [Fact]
    public void Issue_ForOneDeviceAgainAndAgain_DropsNobodyElses()
    {
        var other = _tickets.Issue("main");
        var handOvers = Enumerable.Range(0, 200).Select(_ => _tickets.Issue("main", "d1")).ToList();

        Assert.Null(_tickets.Claim(handOvers[^2].Secret, Phone).Ticket);
        Assert.Equal("d1", _tickets.Claim(handOvers[^1].Secret, Phone).Ticket?.Device);
        Assert.NotNull(_tickets.Claim(other.Secret, Phone).Ticket);
    }

    [Fact]
    public void Issue_BeyondAHundred_DropsTheOldest()
    {
        var first = _tickets.Issue("main");
        var second = _tickets.Issue("main");
        for (var more = 0; more < 99; more++)
        {
            _tickets.Issue("main");
        }

        Assert.Null(_tickets.Claim(first.Secret, Phone).Ticket);
        Assert.NotNull(_tickets.Claim(second.Secret, Phone).Ticket);
    }
}
