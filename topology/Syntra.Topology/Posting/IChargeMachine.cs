using Syntra.Contracts;

namespace Syntra.Topology.Posting;

/// <summary>The decisions about one charge, as the processors ask for them; so that the model test can break one rule at a time and see that it is noticed.</summary>
internal interface IChargeMachine
{
    /// <inheritdoc cref="ChargeMachine.Received"/>
    Transition Received(string recordId, PostedCharge? state, ReceivedCharge version);

    /// <inheritdoc cref="ChargeMachine.Deleted"/>
    Transition Deleted(string recordId, PostedCharge? state, RawDelete delete, int partition, long offset);

    /// <inheritdoc cref="ChargeMachine.Answered"/>
    Transition Answered(PostedCharge? state, JournalReceipt receipt, int partition, long offset);

    /// <inheritdoc cref="ChargeMachine.RowArrived"/>
    Transition RowArrived(PostedCharge state);

    /// <inheritdoc cref="ChargeMachine.EncounterChanged"/>
    Transition EncounterChanged(PostedCharge state);

    /// <inheritdoc cref="ChargeMachine.Decided"/>
    Transition Decided(PostedCharge? state, ReviewDecision decision);
}
