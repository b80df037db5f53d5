using Syntra.Contracts;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Objects.Customers;

/// <summary>
/// AR customers: the party by REST (crmRestApi; there is no REST resource that makes a customer account), then its account with a bill-to
/// site by SOAP merge. Party and account carry the same number, made from the source reference, and are found by it.
/// </summary>
internal sealed class CustomerConnector(ObjectCalls calls, ObjectSettings settings, IPartyDisclosure parties) : StepConnector<CustomerState>(calls)
{
    private const string Crm = "crmRestApi";
    private const string Fscm = "fscmRestApi";

    // Behind the parties' batch each has a call of its own: in a larger flight what has just come would wait for the places of too many others.
    private const int MostInFlight = 16;

    public override ObjectKind Kind => ObjectKind.Customer;

    public override int MostTogether => Math.Min(MostInFlight, Calls.MostParts);

    /// <summary>Fusion's words may repeat a patient's name.</summary>
    protected override bool MayQuote => false;

    protected override async ValueTask<CustomerState> StartAsync(ObjectInstruction instruction, bool isFirst, CancellationToken ct)
    {
        if (instruction.Customer is not { } payload)
        {
            throw new ObjectRefusedException(ObjectErrorClass.Poison, ReasonCodes.NoPayload, null);
        }

        PartyIdentity? identity = null;
        if (payload.SealedParty is not null)
        {
            identity = await parties.OpenAsync(instruction, ct) ?? throw new ObjectRefusedException(ObjectErrorClass.Held, ReasonCodes.PartyNotOpened, null);
        }

        var desired = Party.Of(instruction, payload, identity);

        // Both are upserts: the party by its source reference, the account by merge.
        var isNew = isFirst && desired.Active;
        return new CustomerState(desired) { PartyAsked = isNew, AccountAsked = isNew };
    }

    protected override ObjectStep<CustomerState> Next(ObjectInstruction instruction, CustomerState state)
    {
        var desired = state.Desired;
        if (!state.PartyAsked)
        {
            return Calls.Get($"{desired.Resource}", Crm, $"{desired.Resource}?q={Uri.EscapeDataString($"PartyNumber={Answers.Quote(desired.Number)}")}&expand=Address&limit=2", (r, a) => state with { PartyAsked = true, Party = Answers.First(r, a, PostedParty.Read) });
        }

        if (state.Party is not { } party)
        {
            return desired.Active
                ? Calls.Post($"{desired.Resource}.create", Crm, desired.Resource, CustomerBodies.Party(instruction, desired, settings), LearnParty(state), upsert: true)
                : new ObjectStep<CustomerState>.End();
        }

        if (!party.SaysAs(desired))
        {
            return Calls.Patch($"{desired.Resource}.update", $"{Calls.Root(Crm)}{desired.Resource}/{Uri.EscapeDataString(party.Number)}?expand=Address", party.ETag, CustomerBodies.Change(desired), LearnParty(state));
        }

        return Account(instruction, state, party);
    }

    protected override ValueTask LeavingAsync(ObjectInstruction instruction, ObjectStep<CustomerState>.Call call, CancellationToken ct) =>
        instruction.Customer?.SealedParty is not null && call.Effect != StepEffect.None && call.Request.Operation.StartsWith("hub", StringComparison.Ordinal)
            ? parties.RecordAsync(instruction, call.Request.Operation, ct)
            : ValueTask.CompletedTask;

    private ObjectStep<CustomerState> Account(ObjectInstruction instruction, CustomerState state, PostedParty party)
    {
        if (!state.AccountAsked)
        {
            return Calls.Get("receivablesCustomerAccountActivities", Fscm, $"receivablesCustomerAccountActivities?q={Uri.EscapeDataString($"AccountNumber={Answers.Quote(state.Desired.Number)}")}&onlyData=true&limit=2", (r, a) => state with { AccountAsked = true, Account = Answers.First(r, a, PostedAccount.Read) });
        }

        if (state.Account is { } account || !state.Desired.Active)
        {
            return new ObjectStep<CustomerState>.End(("PartyId", party.Id), ("PartyNumber", party.Number), ("AccountNumber", state.Account?.Number), ("AccountId", state.Account?.Id));
        }

        var merge = Calls.Soap("mergeCustomerAccount", CustomerAccountSoap.Path, CustomerAccountSoap.MergeAction, CustomerAccountSoap.Merge(instruction, party, state.Desired.Number, settings));
        return new ObjectStep<CustomerState>.Call(merge, StepEffect.Creates, answer => state with { Account = CustomerAccountSoap.Read(merge, answer) });
    }

    private static Func<FusionRequest, HttpAnswer, CustomerState> LearnParty(CustomerState state) =>
        (request, answer) => state with { Party = Answers.Read(request, answer, PostedParty.Read) };
}
